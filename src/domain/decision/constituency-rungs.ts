import type { AssetNode, CompiledOrganisation } from "../world/compiled-world.ts";
import { type Candidate, type Miss, noCandidate, toIntermediary, toNetwork } from "./candidate.ts";
import type { Holding } from "./effective-claims.ts";
import type { Question } from "./question.ts";

/** constituency: by name, most labels first; then by prefix, longest first; then by the owner's sector. */
export function constituency(question: Question, owner: Holding | null): Candidate | Miss {
  const intermediary =
    findServing(question.name?.name ?? null) ??
    findServing(question.address?.prefix ?? null) ??
    owner?.organisation.sectorIntermediary ??
    null;
  return intermediary === null ? noCandidate : toIntermediary(intermediary);
}

/** network-constituency: by the AS that announces the address. */
export function networkConstituency(question: Question): Candidate | Miss {
  const intermediary = question.address?.system?.intermediary ?? null;
  return intermediary === null ? noCandidate : toIntermediary(intermediary);
}

/** catch-all: by the country of the address. */
export function catchAll(question: Question): Candidate | Miss {
  const country = question.address?.country ?? null;
  const intermediary = country === null ? undefined : question.world.catchAlls.get(country);
  return intermediary === undefined ? noCandidate : toIntermediary(intermediary, 1);
}

/** foreign-csirt: the national CSIRT of the country, for addresses abroad. */
export function foreignCsirt(question: Question): Candidate | Miss {
  const country = question.address?.country ?? null;
  if (country === null || country === question.world.homeCountry) return noCandidate;
  const csirt = question.world.nationalCsirts.get(country);
  return csirt === undefined ? noCandidate : toNetwork(csirt, 1);
}

function findServing(head: AssetNode | null): CompiledOrganisation | null {
  for (let node = head; node !== null; node = node.parent) {
    if (node.intermediary !== null) return node.intermediary;
  }
  return null;
}
