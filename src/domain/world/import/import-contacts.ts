import { compareText } from "../../compare-text.ts";
import type { OrganisationId } from "../../ids.ts";
import type { Claim, Organisation, Suppression, World } from "../world.ts";
import { gatherOrganisations } from "./gather-organisations.ts";
import type { ImportTerms } from "./import-terms.ts";
import type { ImportedContacts } from "./imported.ts";
import { makeOrganisation } from "./make-organisation.ts";
import { type NamedOrganisation, startMaking } from "./making.ts";
import { nameOrganisations } from "./name-organisations.ts";
import { type ImportedClaim, readClaims } from "./read-claims.ts";
import { readEmails } from "./read-contacts.ts";
import type { Remark } from "./remark.ts";
import { remarkOnNesting } from "./remark-on-nesting.ts";
import { settleClaims } from "./settle-claims.ts";

/** A world with what was imported in it, and everything that somebody has to know about it. */
export type ImportedWorld = {
  readonly world: World;
  /** Organisations that are new, that got something, and that had it all. */
  readonly added: readonly OrganisationId[];
  readonly changed: readonly OrganisationId[];
  readonly unchanged: readonly OrganisationId[];
  readonly claims: { readonly added: number; readonly alreadyHeld: number };
  readonly suppressions: { readonly added: number };
  /** By file, record, field. */
  readonly remarks: readonly Remark[];
};

/**
 * Puts what was imported into the present world: what is good goes in, everything else is remarked on, and nothing that
 * the present world says is taken out or said differently.
 */
export function importContacts(
  imported: ImportedContacts,
  present: World,
  terms: ImportTerms,
): ImportedWorld {
  const remarks: Remark[] = [...imported.remarks];
  const records = gatherOrganisations(imported.organisations, remarks);
  const named = nameOrganisations(records, present, remarks);
  const presentClaims = present.organisations.flatMap(({ claims }) => claims);
  const all = named.flatMap(({ id, record }) => readClaims(id, record.objects, terms, remarks));
  const { taken, alreadyHeld } = settleClaims(all, presentClaims, remarks);
  remarkOnNesting(taken, presentClaims, remarks);
  const made = makeOrganisations(named, present, taken, terms, remarks);
  const suppressions = readSuppressions(imported, present, terms.since, remarks);
  const byId = new Map(
    present.organisations.map((organisation) => [organisation.id, organisation]),
  );
  const outcomes = { added: [], changed: [], unchanged: [] } as Record<Outcome, OrganisationId[]>;
  for (const [id, organisation] of made) {
    outcomes[outcomeOf(byId.get(id), organisation)].push(id);
    byId.set(id, organisation);
  }
  return {
    world: {
      ...present,
      organisations: [...byId.values()],
      suppressions: [...present.suppressions, ...suppressions],
    },
    ...outcomes,
    claims: { added: taken.length, alreadyHeld },
    suppressions: { added: suppressions.length },
    remarks: remarks.sort(compareRemarks),
  };
}

function makeOrganisations(
  named: readonly NamedOrganisation[],
  present: World,
  taken: readonly ImportedClaim[],
  terms: ImportTerms,
  remarks: Remark[],
): Map<OrganisationId, Organisation> {
  const claimsOf = new Map<OrganisationId, Claim[]>();
  for (const { claim } of taken) {
    const claims = claimsOf.get(claim.organisation);
    if (claims === undefined) claimsOf.set(claim.organisation, [claim]);
    else claims.push(claim);
  }
  const making = startMaking(named, present, terms, remarks);
  return new Map(
    named.map((entry) => [entry.id, makeOrganisation(entry, claimsOf.get(entry.id) ?? [], making)]),
  );
}

type Outcome = "added" | "changed" | "unchanged";

function outcomeOf(before: Organisation | undefined, made: Organisation): Outcome {
  if (before === undefined) return "added";
  return made === before ? "unchanged" : "changed";
}

function readSuppressions(
  imported: ImportedContacts,
  present: World,
  since: number,
  remarks: Remark[],
): Suppression[] {
  const known = new Set(present.suppressions.map(({ email }) => email));
  const suppressions: Suppression[] = [];
  for (const { email: text, until, reason } of imported.suppressions) {
    for (const { email } of readEmails(text, remarks)) {
      if (known.has(email)) continue;
      known.add(email);
      suppressions.push({ email, reason, since, until });
    }
  }
  return suppressions;
}

function compareRemarks(a: Remark, b: Remark): number {
  return (
    compareText(a.file, b.file) ||
    (a.row ?? 0) - (b.row ?? 0) ||
    compareText(a.field, b.field) ||
    compareText(a.value, b.value)
  );
}
