import type { Rung } from "../../src/domain/decision/rung.ts";
import type { FindingType } from "../../src/domain/finding/finding-type.ts";
import type { Severity } from "../../src/domain/finding/severity.ts";
import type { Tlp } from "../../src/domain/finding/tlp.ts";
import type { DomainName } from "../../src/domain/network/domain-name.ts";
import type { EmailAddress } from "../../src/domain/network/email-address.ts";
import type { Address } from "../../src/domain/network/ip-address.ts";
import type { Registry } from "../../src/domain/registry/registry.ts";
import type { Silence } from "../../src/domain/world/silence.ts";
import type { Validity, World } from "../../src/domain/world/world.ts";

/** A finding as the decision sees it, in plain identifiers. */
export type Question = {
  readonly address: Address | null;
  /** The name that was asked for or that the type is about; the mail domain of a leaked credential. */
  readonly name: DomainName | null;
  readonly type: FindingType;
  readonly severity: Severity;
  readonly tlp: Tlp;
  /** Verified, of a trusted finder, or released by a person. */
  readonly gradeSuffices: boolean;
  /** `policyNumberOf` the finder; `noPolicy` where it has none. */
  readonly policy: number;
  /** Milliseconds since 1970 UTC. */
  readonly observedAt: number;
  readonly decidedAt: number;
  readonly tried: readonly Rung[];
};

/** An entry of the suppression list, with the address that it is kept a hash of. */
export type ListedSilence = Silence & { readonly email: EmailAddress };

/** A question together with everything that its answer may depend on. */
export type Asked = {
  readonly question: Question;
  readonly world: World;
  readonly registry: Registry;
  readonly deadAddresses: ReadonlySet<EmailAddress>;
  readonly silences: readonly ListedSilence[];
  /** ISO 3166-1 alpha-2 of the installation. */
  readonly homeCountry: string;
};

/** "`since` inclusive, `until` exclusive". */
export function holdsAt(validity: Validity, at: number): boolean {
  return validity.since <= at && at < validity.until;
}

/** "A limit counts if it holds when it was observed or when it is decided." */
export function holdsSometime(validity: Validity, question: Question): boolean {
  return holdsAt(validity, question.observedAt) || holdsAt(validity, question.decidedAt);
}

/** "Must hold both when it was observed and when it is decided." */
export function holdsThroughout(validity: Validity, question: Question): boolean {
  return holdsAt(validity, question.observedAt) && holdsAt(validity, question.decidedAt);
}
