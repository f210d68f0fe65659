import type { FindingType } from "../finding/finding-type.ts";
import type { Severity } from "../finding/severity.ts";
import type { Tier } from "../finding/tier.ts";
import type { Tlp } from "../finding/tlp.ts";
import type { OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { HoldReason, Rung } from "./rung.ts";

/**
 * What came to nothing before: a rung is passed over, an address asked only where its party has no other (they cannot be
 * mistaken for each other: an address has an @).
 */
export type Tried = Rung | EmailAddress;

/** What the decision depends on besides the world and the subjects. */
export type Circumstances = {
  readonly type: FindingType;
  readonly severity: Severity;
  readonly tlp: Tlp;
  /** Verified, or of a trusted finder, or released by a person: may go to parties that never asked. */
  readonly gradeSuffices: boolean;
  /** `policyNumberOf` the finder, `noPolicy` where it has none. */
  readonly policy: number;
  /** Milliseconds since 1970 UTC. */
  readonly observedAt: number;
  readonly decidedAt: number;
  /** Tried already in this round, and what a reminder passes over (ADR 17). */
  readonly tried: readonly Tried[];
};

/** What the decision depends on besides the world: everything about a finding that can change who gets it. */
export type DecisionInput = Circumstances & {
  /** Class of the address in the compiled world; -1 when the finding has no address. */
  readonly addressClass: number;
  /** Class of the name (or mail domain) in the compiled world; -1 when the finding has none. */
  readonly nameClass: number;
};

/** Who is asked to act. `organisation` is null on the rungs that know only an address. */
export type Primary = {
  readonly rung: Rung;
  readonly organisation: OrganisationId | null;
  readonly address: EmailAddress;
  /** How much of the finding it may see. */
  readonly tier: Tier;
};

export type Informed = {
  readonly organisation: OrganisationId;
  readonly address: EmailAddress;
  readonly tier: Tier;
};

export type Held = { readonly reason: HoldReason; readonly detail: string };

/** One candidate or rung that the decision looked at, and what became of it, in the order looked at. */
export type TraceStep =
  | {
      readonly step:
        | "subject"
        | "claim"
        | "filter"
        | "stop"
        | "designation"
        | "mandate"
        | "informed";
      readonly candidate: string;
      readonly outcome: string;
    }
  | {
      readonly step: "rung";
      readonly rung: Rung;
      readonly candidate: string | null;
      readonly outcome: string;
    };

/** Who gets a finding: exactly one of `primary` and `held` is null. */
export type Decision = {
  readonly owner: OrganisationId | null;
  readonly informed: readonly Informed[];
} & (
  | { readonly primary: Primary; readonly held: null }
  | { readonly primary: null; readonly held: Held }
);
