/** Why a report waits for a person instead of being released as it comes in. */
export const waitReasons = [
  "unknown-finder",
  "untrusted-finder",
  "unsigned",
  "badly-signed",
  "too-many-rows",
] as const;

export type WaitReason = (typeof waitReasons)[number];

/** What is known of a report and its finder when it comes in. */
export type Arrival = {
  /** Whether world file or register name the finder. */
  readonly known: boolean;
  readonly trusted: boolean;
  /** Whether the finder has to sign. */
  readonly signed: boolean;
  readonly signature: "none" | "good" | "bad";
  /** Rows that the finder handed over during the last day, this report left out. */
  readonly rowsOfDay: number;
  /** How many a finder that is not trusted may. */
  readonly mostRows: number;
};

/**
 * Why the report waits; null: nothing speaks against it.
 *
 * What somebody may have forged comes first: a signature that does not fit is worse than none, whoever is named.
 */
export function findWaitReason(arrival: Arrival): WaitReason | null {
  if (arrival.signature === "bad") return "badly-signed";
  if (!arrival.trusted && arrival.rowsOfDay >= arrival.mostRows) return "too-many-rows";
  if (!arrival.known) return "unknown-finder";
  if (arrival.signed && arrival.signature === "none") return "unsigned";
  return arrival.trusted ? null : "untrusted-finder";
}

/** Whether whoever hands the report over may release it in the same breath, without looking at it again. */
export function mayReleaseAtOnce(reason: WaitReason | null): boolean {
  return reason === null || reason === "unknown-finder" || reason === "untrusted-finder";
}
