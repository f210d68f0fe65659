/** The steps of the ladder that a decision walks, in order; `nobody` is where it ends. */
export const rungs = [
  "chosen-path",
  "designated",
  "sole-intermediary",
  "owner",
  "constituency",
  "security-txt",
  "network-operator",
  "network-constituency",
  "abuse-contact",
  "catch-all",
  "foreign-csirt",
] as const;

export type Rung = (typeof rungs)[number];

/** Why a finding has no primary. */
export const holdReasons = [
  "declined",
  "stopped",
  "conflict",
  "nobody",
  "tlp",
  "brake",
  "grade",
] as const;

export type HoldReason = (typeof holdReasons)[number];
