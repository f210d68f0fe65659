import type { Tier } from "../finding/tier.ts";
import type { CompiledAddress, CompiledOrganisation } from "../world/compiled-world.ts";

/** Who would be asked to act on a rung; the columns of the TLP table (2-domain.md, "Permitted"). */
export type Audience = "owner" | "intermediary" | "network";

/** The one candidate of a rung. */
export type Candidate = {
  readonly kind: "candidate";
  /** Null on the rungs that know only an address. */
  readonly organisation: CompiledOrganisation | null;
  /** In order: the first that is neither suppressed nor dead is written to. */
  readonly addresses: readonly CompiledAddress[];
  readonly audience: Audience;
  /** The most it may be shown. */
  readonly maxTier: Tier;
};

/** Why a rung has no candidate. */
export type Miss = {
  readonly kind: "miss";
  readonly candidate: string | null;
  readonly outcome: string;
};

export const noCandidate: Miss = { kind: "miss", candidate: null, outcome: "no candidate" };

/** What is shown to intermediaries and operators that say nothing themselves. */
const defaultMaxTier = 2;

/** A rung without a candidate, and why. */
export function toMiss(candidate: string | null, outcome: string): Miss {
  return { kind: "miss", candidate, outcome };
}

/** An intermediary as candidate; `cap` where its rung shows less than it may see. */
export function toIntermediary(organisation: CompiledOrganisation, cap: Tier = 3): Candidate {
  return {
    kind: "candidate",
    organisation,
    addresses: organisation.addresses,
    audience: "intermediary",
    maxTier: lesserTier(organisation.maxTier ?? defaultMaxTier, cap),
  };
}

/** A network operator or national CSIRT as candidate. */
export function toNetwork(organisation: CompiledOrganisation, cap: Tier = 3): Candidate {
  return { ...toIntermediary(organisation, cap), audience: "network" };
}

/** A published address as candidate: it sees tier 1 at most. */
export function toPublished(addresses: readonly CompiledAddress[], audience: Audience): Candidate {
  return { kind: "candidate", organisation: null, addresses, audience, maxTier: 1 };
}

export function lesserTier(a: Tier, b: Tier): Tier {
  return a < b ? a : b;
}
