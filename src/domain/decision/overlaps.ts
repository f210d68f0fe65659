import { compareText } from "../compare-text.ts";
import type { OrganisationId } from "../ids.ts";
import { formatAsset } from "../world/claim-id.ts";
import { servesByCriterion } from "../world/compile-organisations.ts";
import type { AssetNode, CompiledWorld } from "../world/compiled-world.ts";
import type { Organisation, World } from "../world/world.ts";
import { findOwnership, type Holding, listHoldings } from "./effective-claims.ts";
import type { Question } from "./question.ts";
import type { Rung } from "./rung.ts";

/** What settles an overlap within a rung. */
export const overlapRules = [
  "specificity",
  "trust",
  "earliest claim",
  "lower id",
  "a person",
] as const;

/** Several that one rung could have come up with, and the rule that names one of them. */
export type Overlap = {
  readonly rung: Rung;
  /** Best first, each once. */
  readonly candidates: readonly OrganisationId[];
  /** Why the best comes before the next. */
  readonly settledBy: OverlapRule;
  /** Why the best comes before each of the others, in their order. */
  readonly rules: readonly OverlapRule[];
};

export type OverlapRule = (typeof overlapRules)[number];

/** Who serves what by criterion, all of them, by the text of the criterion and in order of id. */
export type Servers = ReadonlyMap<string, readonly OrganisationId[]>;

/** All that serve by criterion, where the compiled world keeps only the one that counts. */
export function listServers(world: World): Servers {
  const servers = new Map<string, OrganisationId[]>();
  for (const organisation of world.organisations.toSorted((a, b) => compareText(a.id, b.id))) {
    for (const text of new Set(criteriaOf(organisation))) {
      const known = servers.get(text);
      if (known === undefined) servers.set(text, [organisation.id]);
      else known.push(organisation.id);
    }
  }
  return servers;
}

/** Where several could serve, by rung. */
export function listOverlaps(
  question: Question,
  world: CompiledWorld,
  servers: Servers,
): Overlap[] {
  const overlaps: Overlap[] = [];
  const own = listHoldings(question, "own");
  addHoldings(overlaps, "owner", own, "a person");
  addHoldings(overlaps, "network-operator", listHoldings(question, "operate"), "lower id");
  const sector = sectorOf(question);
  const byPrefix = serversOfChain(question.address?.prefix ?? null, servers);
  const bySector = sector === null ? [] : [servers.get(`sector ${sector}`) ?? []];
  addServers(overlaps, "constituency", byPrefix.length > 0 ? byPrefix : bySector);
  addServers(
    overlaps,
    "network-constituency",
    serversOfChain(question.address?.system ?? null, servers),
  );
  const country = question.address?.country ?? null;
  addServers(overlaps, "catch-all", [servers.get(`country ${country}`) ?? []]);
  if (country !== null && country !== world.homeCountry) {
    addServers(overlaps, "foreign-csirt", [servers.get(`csirt ${country}`) ?? []]);
  }
  return overlaps;
}

function criteriaOf(organisation: Organisation): string[] {
  const isCsirt = !organisation.suspended && organisation.roles.includes("national-csirt");
  const serves = servesByCriterion(organisation);
  return organisation.constituency.flatMap((criterion) => {
    if (criterion.kind === "country") {
      const { country } = criterion;
      return [...(serves ? [`country ${country}`] : []), ...(isCsirt ? [`csirt ${country}`] : [])];
    }
    if (!serves) return [];
    return [criterion.kind === "sector" ? `sector ${criterion.sector}` : formatAsset(criterion)];
  });
}

function sectorOf(question: Question): string | null {
  const ownership = findOwnership({ ...question, trace: null });
  return ownership.kind === "owned" ? ownership.holding.organisation.sector : null;
}

/** Those that serve exactly the object, then those that serve what encloses it, and so on. */
function serversOfChain(head: AssetNode | null, servers: Servers): (readonly OrganisationId[])[] {
  const levels: (readonly OrganisationId[])[] = [];
  for (let node = head; node !== null; node = node.parent) {
    const level = servers.get(node.text);
    if (level !== undefined) levels.push(level);
  }
  return levels;
}

function addServers(
  overlaps: Overlap[],
  rung: Rung,
  levels: readonly (readonly OrganisationId[])[],
): void {
  const candidates = [...new Set(levels.flat())];
  if (candidates.length < 2) return;
  const settledBy = (levels[0]?.length ?? 0) > 1 ? "lower id" : "specificity";
  const rules = candidates
    .slice(1)
    .map((id) => (levels[0]?.includes(id) ? "lower id" : "specificity"));
  overlaps.push({ rung, candidates, settledBy, rules });
}

function addHoldings(
  overlaps: Overlap[],
  rung: Rung,
  holdings: readonly Holding[],
  tie: OverlapRule,
): void {
  const [first] = holdings;
  if (first === undefined) return;
  const rivals = new Map<OrganisationId, OverlapRule>();
  for (const holding of holdings) {
    const { organisation } = holding;
    if (organisation === first.organisation || rivals.has(organisation.id)) continue;
    rivals.set(organisation.id, settledBy(first, holding, tie));
  }
  const [rule, ...rules] = rivals.values();
  if (rule === undefined) return;
  overlaps.push({
    rung,
    candidates: [first.organisation.id, ...rivals.keys()],
    settledBy: rule,
    rules: [rule, ...rules],
  });
}

function settledBy(first: Holding, rival: Holding, tie: OverlapRule): OverlapRule {
  if (first.node !== rival.node) return "specificity";
  if (first.claim.trustRank !== rival.claim.trustRank) return "trust";
  return first.claim.since === rival.claim.since ? tie : "earliest claim";
}
