import type { Decision, Informed } from "./decision.ts";

/** What a decision comes to, as the database keeps it. */
export type DecisionOutcome = {
  readonly owner: string | null;
  readonly rung: string | null;
  readonly organisation: string | null;
  readonly address: string | null;
  readonly tier: number | null;
  readonly heldReason: string | null;
  readonly heldDetail: string | null;
  readonly informed: readonly Informed[];
};

/** The outcome of a decision. */
export function toOutcome({ owner, primary, held, informed }: Decision): DecisionOutcome {
  return {
    owner,
    rung: primary?.rung ?? null,
    organisation: primary?.organisation ?? null,
    address: primary?.address ?? null,
    tier: primary?.tier ?? null,
    heldReason: held?.reason ?? null,
    heldDetail: held?.detail ?? null,
    informed,
  };
}

/** Text that is equal for equal outcomes, whatever was known when they were decided. */
export function textOfOutcome(outcome: DecisionOutcome): string {
  const { owner, rung, organisation, address, tier, heldReason, heldDetail, informed } = outcome;
  const others = informed.map((party) => [party.organisation, party.address, party.tier]);
  return JSON.stringify([
    ...[owner, rung, organisation, address, tier, heldReason, heldDetail],
    others,
  ]);
}
