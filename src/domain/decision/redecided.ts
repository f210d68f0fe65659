import type { OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { CompiledWorld } from "../world/compiled-world.ts";
import type { Decision } from "./decision.ts";

/** Who was told of a finding last, in its present episode. */
export type ToldParty = {
  readonly round: number;
  /** Owner by the decision that the notice was written for. */
  readonly owner: OrganisationId | null;
  /** Null where only the address was known. */
  readonly organisation: OrganisationId | null;
  readonly address: EmailAddress;
};

/** Where a finding stands among its rounds. */
export type RoundState = {
  readonly round: number;
  /** The first round in which nobody was asked yet. */
  readonly nextRound: number;
  readonly told: ToldParty | null;
  /** Addresses that failed in this round. */
  readonly triedAddresses: readonly string[];
  /** Whether the round was begun to remind of the finding, or to ask another party because nobody reacted (ADR 17). */
  readonly isReminder: boolean;
};

/** What the basis says of a finding: with the rungs tried in its round, and with none. */
export type Redecided = { readonly walkedOn: Decision; readonly afresh: Decision };

/**
 * What deciding again means for a finding (ADR 0008).
 *
 * `keep`: the party that was told answers for it still, in the round in which it was told. `stay`: nobody was told in
 * this round, or nobody is to be told any more; the decision takes its place. `move`: somebody else is to be told, in
 * the next round, from the top of the ladder.
 */
export type Placement =
  | { readonly kind: "keep"; readonly round: number; readonly by: "walkedOn" | "afresh" }
  | { readonly kind: "stay"; readonly by: "walkedOn" }
  | { readonly kind: "move"; readonly round: number; readonly by: "afresh" };

/** Places a finding whose decision changed. */
export function placeRedecided(
  { walkedOn, afresh }: Redecided,
  { round, nextRound, told, triedAddresses, isReminder }: RoundState,
  world: CompiledWorld,
): Placement {
  if (isReminder && told !== null && told.round < round)
    return placeReminder(told, afresh, nextRound);
  if (told?.round === round && isToldParty(told, walkedOn, world))
    return { kind: "keep", round, by: "walkedOn" };
  if (told !== null && isToldParty(told, afresh, world))
    return { kind: "keep", round: told.round, by: "afresh" };
  if (told?.round === round) {
    return walkedOn.primary === null && afresh.primary === null
      ? { kind: "stay", by: "walkedOn" }
      : { kind: "move", round: nextRound, by: "afresh" };
  }
  const isNew = afresh.primary !== null && !triedAddresses.includes(afresh.primary.address);
  const hasEnded = walkedOn.primary === null && triedAddresses.length > 0;
  return hasEnded && isNew
    ? { kind: "move", round: nextRound, by: "afresh" }
    : { kind: "stay", by: "walkedOn" };
}

/** A reminder that was not sent yet stays one, unless the finding is another owner's by now: that one never heard. */
function placeReminder(told: ToldParty, afresh: Decision, nextRound: number): Placement {
  const isOthers = afresh.owner !== null && afresh.owner !== told.owner && afresh.primary !== null;
  return isOthers
    ? { kind: "move", round: nextRound, by: "afresh" }
    : { kind: "stay", by: "walkedOn" };
}

/**
 * Whether a decision asks whom we told: the same organisation, at an address that is still one of its own, or the same
 * address where there is no organisation; and not for another owner, to whom the notice would have to be passed on.
 */
export function isToldParty(told: ToldParty, decision: Decision, world: CompiledWorld): boolean {
  const { primary, owner } = decision;
  if (primary === null || primary.organisation !== told.organisation) return false;
  if (owner !== null && told.owner !== null && owner !== told.owner) return false;
  if (primary.address === told.address) return true;
  if (told.organisation === null) return false;
  const addresses = world.organisations.get(told.organisation)?.addresses ?? [];
  return addresses.some(({ email }) => email === told.address);
}
