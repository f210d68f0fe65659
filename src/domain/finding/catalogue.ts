import { findCveId } from "./cve-id.ts";
import { type KnownCve, toCveType } from "./cve-type.ts";
import type { Catalogue, FindingType } from "./finding-type.ts";
import { severityRank } from "./severity.ts";

/** Parts of one label that are looked at; feeds have up to some dozens of tags. */
const partsLimit = 200;

/** Types made of CVE ids that are kept; a list that invents more of them pays with its own time. */
const cveTypesLimit = 10_000;

export type CatalogueContent = {
  readonly types: readonly FindingType[];
  /** By upper case CVE id. */
  readonly cves: ReadonlyMap<string, KnownCve>;
  /** Upper case CVE id by lower case name (`log4shell`, a case with one CVE). */
  readonly cveAliases: ReadonlyMap<string, string>;
};

/** Makes a catalogue of types with unique names: no id or alias, in lower case, may occur twice. */
export function makeCatalogue(content: CatalogueContent): Catalogue {
  const types = [...content.types].sort((a, b) => (a.id < b.id ? -1 : 1));
  const byName = new Map<string, FindingType>();
  for (const type of types) {
    for (const name of [type.id, ...type.aliases]) byName.set(name.toLowerCase(), type);
  }
  const cveTypes = new Map<string, FindingType>();

  function findCveType(name: string): FindingType | null {
    const cveId = content.cveAliases.get(name) ?? findCveId(name);
    if (cveId === null) return null;
    const own = byName.get(cveId.toLowerCase());
    if (own) return own;
    const made = cveTypes.get(cveId);
    if (made) return made;
    const type = toCveType(cveId, content.cves.get(cveId) ?? null);
    if (cveTypes.size < cveTypesLimit) cveTypes.set(cveId, type);
    return type;
  }

  function findNamed(name: string): FindingType | null {
    return byName.get(name) ?? findCveType(name);
  }

  return {
    types,
    findType(label) {
      const name = label.trim().toLowerCase();
      const whole = findNamed(name);
      if (whole) return whole;
      const parts = name.split(/[;,|]/, partsLimit);
      if (parts.length === 1) return null;
      return mostSevere(parts.map((part) => findNamed(part.trim())));
    },
  };
}

/** The most severe type, of equally severe ones that with the lowest id; null of none. */
function mostSevere(candidates: readonly (FindingType | null)[]): FindingType | null {
  let best: FindingType | null = null;
  for (const type of candidates) {
    if (type && (best === null || compareTypes(type, best) < 0)) best = type;
  }
  return best;
}

function compareTypes(a: FindingType, b: FindingType): number {
  return severityRank(b.severity) - severityRank(a.severity) || (a.id < b.id ? -1 : 1);
}
