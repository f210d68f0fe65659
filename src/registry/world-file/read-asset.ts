import type { Asset, Criterion } from "../../domain/world/world.ts";
import {
  readAsNumber,
  readCountry,
  readDomain,
  readPrefix,
  readSlug,
} from "../structured-file/read-values.ts";
import { complain, findEntry, type Mapping, type Reading } from "../structured-file/reading.ts";
import type { Path } from "../structured-file/structured-text.ts";

export const assetKeys = ["prefix", "domain", "asn"] as const;
export const criterionKeys = [...assetKeys, "sector", "country"] as const;

type CriterionKey = (typeof criterionKeys)[number];

/** The one object that a claim or stop names, and where. */
export function readAsset(
  reading: Reading,
  mapping: Mapping,
  what: string,
): { readonly asset: Asset; readonly path: Path } | null {
  const key = findOnlyKey(reading, mapping, assetKeys, `one object for each ${what}`);
  if (key === null) return null;
  const asset = readCriterionOf(reading, mapping, key) as Asset | null;
  return asset === null ? null : { asset, path: [...mapping.path, key] };
}

/** The one criterion of an item of a constituency. */
export function readCriterion(reading: Reading, mapping: Mapping): Criterion | null {
  const key = findOnlyKey(reading, mapping, criterionKeys, "one criterion for each item");
  return key === null ? null : readCriterionOf(reading, mapping, key);
}

function findOnlyKey<Key extends CriterionKey>(
  reading: Reading,
  mapping: Mapping,
  keys: readonly Key[],
  rule: string,
): Key | null {
  const present = keys.filter((key) => findEntry(mapping, key) !== null);
  const [only, second] = present;
  if (only !== undefined && second === undefined) return only;
  if (only === undefined) {
    complain(reading, mapping.path, `neither ${keys.join(" nor ")}`, `Add one of them.`);
  } else {
    complain(reading, mapping.path, rule, `Split it: here are ${present.join(" and ")}.`);
  }
  return null;
}

function readCriterionOf(reading: Reading, mapping: Mapping, key: CriterionKey): Criterion | null {
  const entry = findEntry(mapping, key);
  if (entry === null) return null;
  switch (key) {
    case "prefix": {
      const prefix = readPrefix(reading, entry);
      return prefix === null ? null : { kind: key, prefix };
    }
    case "domain": {
      const domain = readDomain(reading, entry);
      return domain === null ? null : { kind: key, domain };
    }
    case "asn": {
      const asn = readAsNumber(reading, entry);
      return asn === null ? null : { kind: key, asn };
    }
    case "sector": {
      const sector = readSlug(reading, entry);
      return sector === null ? null : { kind: key, sector };
    }
    case "country": {
      const country = readCountry(reading, entry);
      return country === null ? null : { kind: key, country };
    }
  }
}
