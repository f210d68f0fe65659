/** How a claim is shown to be right. */
export const claimMethods = [
  "dns",
  "registry-object",
  "registry-mail",
  "well-known",
  "vouched",
  "decision",
] as const;

export type ClaimMethod = (typeof claimMethods)[number];

export const claimStates = ["pending", "active", "stale", "lapsed", "revoked"] as const;

export type ClaimState = (typeof claimStates)[number];

/** What made a claim doubtful at once: somebody else may have the object now. */
export const ownershipSignals = [
  "name-servers-changed",
  "registrant-changed",
  "prefix-transferred",
  "all-contacts-bounce",
  "said-not-ours",
] as const;

export type OwnershipSignal = (typeof ownershipSignals)[number];

/** Why a claim stands as it does. */
export type FootingReason =
  | "asked"
  | "proof-seen"
  | "proof-gone"
  | "cannot-look"
  | "not-confirmed"
  | "never-proved"
  | "grace-over"
  | "withdrawn"
  | "declined"
  | "decided"
  | OwnershipSignal;

/** Where a claim of the register stands (docs/operations/claims.md); instants in milliseconds since 1970 UTC. */
export type ClaimFooting = {
  readonly state: ClaimState;
  readonly method: ClaimMethod;
  readonly reason: FootingReason;
  /** Since when the proof is seen without a break; null when it was not seen yet, or not any more. */
  readonly seenSinceMs: number | null;
  /** Since when nobody could look; null when the last look told something. */
  readonly blindSinceMs: number | null;
  /** When a stale claim lapses; null unless it is stale. */
  readonly graceUntilMs: number | null;
  /** How often the organisation was told that it is stale. */
  readonly reminders: number;
  /** When to look next; null: never. */
  readonly nextCheckMs: number | null;
  /** Until when the token has to be seen for the first time; null once it was, and where there is none. */
  readonly tokenUntilMs: number | null;
};

/** Whether decisions count with it: it is in the register, for what was observed since it became active. */
export function isInForce({ state }: Pick<ClaimFooting, "state">): boolean {
  return state === "active" || state === "stale";
}

/**
 * Whether it is still trusted as it was proved. Where somebody else may have the object now, its organisation gets
 * what anybody could see, tier 1, until it is clear.
 */
export function isFullyTrusted({ state, reason }: ClaimFooting): boolean {
  return state !== "stale" || !ownershipSignals.some((signal) => signal === reason);
}
