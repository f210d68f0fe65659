/** Brakes on a report, beside that on the volume of one recipient (5-delivery.md, brakes). */
export const reportBrakeKinds = [
  "novelty",
  "jump",
  "disputed",
  "bounces",
  "complaints",
  "canary",
] as const;

/**
 * - `novelty`: the first report of its finder of some type, and a large one
 * - `jump`: many more rows than its finder is used to hand over in a day
 * - `disputed`: recipients dispute too many of what this finder says of this type
 * - `bounces`: too many of its mails bounce hard
 * - `complaints`: too many of those who got its mails complained
 * - `canary`: what went out first bounced, was disputed or complained of
 */
export type ReportBrakeKind = (typeof reportBrakeKinds)[number];

/** How much goes by itself. */
export type BrakeSettings = {
  /** Rows of a first report of a type. */
  readonly noveltyRows: number;
  /** A day may have the greater of `floor` rows and `factor` times the finder's 30-day median. */
  readonly jump: { readonly floor: number; readonly factor: number };
  /** Of what was told of a finder's type in 90 days, once `floor` of it were disputed. */
  readonly disputed: { readonly floor: number; readonly percent: number };
  /** Of the settled mails of a report, once `floor` of them bounced hard. */
  readonly bounces: { readonly floor: number; readonly percent: number };
  /** Of the same, once `floor` of them were complained of. */
  readonly complaints: { readonly floor: number; readonly percent: number };
  /** To so many who never asked, `percent` of them are told first, and the others `waitMs` later. */
  readonly canary: {
    readonly recipients: number;
    readonly percent: number;
    readonly waitMs: number;
  };
};

/** Whether a share is too much: so many that chance does not explain it, and more than the percentage. */
export function isTooMuch(
  count: number,
  of: number,
  { floor, percent }: { readonly floor: number; readonly percent: number },
): boolean {
  return count >= floor && count * 100 > of * percent;
}

/** The most rows that a finder's day may have before a person looks; null where it never handed anything over. */
export function jumpLimit(
  { floor, factor }: BrakeSettings["jump"],
  medianRows: number | null,
): number | null {
  return medianRows === null ? null : Math.max(floor, Math.floor(factor * medianRows));
}

/** How many of so many recipients hear first: at least ten. */
export function canarySize(recipients: number, percent: number): number {
  return Math.max(10, Math.ceil((recipients * percent) / 100));
}
