/** What sort of weakness a finding type is. */
export const kinds = [
  "vulnerability",
  "misconfiguration",
  "compromise",
  "leaked-credential",
] as const;

export type Kind = (typeof kinds)[number];
