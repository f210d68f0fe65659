import type { ReadBasis } from "../../domain/decision/decision-basis.ts";
import type { Language } from "../../domain/finding/finding-type.ts";
import type { DomainName } from "../../domain/network/domain-name.ts";
import type { ProofChecks } from "../../domain/proof/proof-checks.ts";
import type { FindSuffix } from "../../domain/world/claim-breadth.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Sql } from "../../platform/database.ts";

/** What acts on claims work with. */
export type ClaimContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly readBasis: ReadBasis;
  readonly instance: {
    readonly languages: readonly [Language, ...Language[]];
    readonly sender: { readonly returnPathDomain: DomainName };
  };
  readonly findSuffix: FindSuffix;
  /** Null: this installation asks nobody (MELDPUNT_LOOKUPS). */
  readonly checks: ProofChecks | null;
  /** Random bytes that nobody can guess. */
  readonly random: (bytes: number) => Uint8Array;
};
