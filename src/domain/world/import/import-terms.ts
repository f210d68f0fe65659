import type { Language } from "../../finding/finding-type.ts";
import type { OrganisationId } from "../../ids.ts";
import type { DomainName } from "../../network/domain-name.ts";
import type { FindSuffix } from "../claim-breadth.ts";
import type { Trust } from "../trust.ts";
import type { ClaimUse, OrganisationRole } from "../world.ts";

/** What imported claims stand on where the export does not say better. Proof comes from a proof only. */
export type ImportBasis = Exclude<Trust, "proved">;

/** How contacts are imported: what the operator answers for, and what nobody wrote into the rows. */
export type ImportTerms = {
  readonly basis: ImportBasis;
  /** Who vouches, where the basis is vouched. */
  readonly by: OrganisationId | null;
  /** From when claims and relations hold, milliseconds since 1970 UTC. */
  readonly since: number;
  /** What an AS number is claimed for: most who have one run a network in which others live. */
  readonly asnUse: ClaimUse;
  /** For records that do not say it; null or empty: nothing. */
  readonly defaults: {
    readonly sector: string | null;
    readonly language: Language | null;
    readonly roles: readonly OrganisationRole[];
    readonly memberOf: string | null;
  };
  /** Sectors of the world by the lower-case words of the import. */
  readonly sectors: ReadonlyMap<string, string>;
  readonly findSuffix: FindSuffix;
  /** Where anybody can have a mailbox. */
  readonly freeMail: ReadonlySet<DomainName>;
};
