import type { Catalogue, FindingType } from "../../domain/finding/finding-type.ts";
import { findJsonObject, flattenJson, type JsonObject } from "../../platform/json-line.ts";

/** Keys that only harmonised events have. */
const telling = [
  "classification.type",
  "classification.taxonomy",
  "time.source",
  "source.ip",
  "feed.name",
];

/** Whether the object is a harmonised event. */
export function isHarmonised(object: JsonObject): boolean {
  if (object.__type === "Event") return true;
  const values = flattenJson(object);
  return telling.filter((key) => values.has(key)).length >= 2;
}

/** All values by their flat keys; `extra` written as JSON text is opened. */
export function toValues(object: JsonObject): Map<string, string> {
  const values = flattenJson(object);
  const extra = object.extra;
  if (typeof extra !== "string") return values;
  const bytes = Buffer.from(extra);
  const inner = findJsonObject(bytes, 0, bytes.length);
  if (inner === null) return values;
  values.delete("extra");
  for (const [key, value] of flattenJson(inner)) values.set(`extra.${key}`, value);
  return values;
}

/**
 * The type of an event: CVEs, then identifier and tags by name; the class of an event only where it is no weakness.
 *
 * `vulnerable-system` is a class of many weaknesses: taking it for a type would make one finding of all that a host has.
 */
export function findClassified(
  values: ReadonlyMap<string, string>,
  catalogue: Catalogue,
): FindingType | null {
  const find = (key: string): FindingType | null => {
    const label = values.get(key);
    return label === undefined ? null : catalogue.findType(label);
  };
  const byClass = find("classification.type");
  const isCompromise =
    byClass !== null && byClass.kind !== "vulnerability" && byClass.kind !== "misconfiguration";
  if (isCompromise) {
    const named = find("classification.identifier");
    return named !== null && named.kind === byClass.kind ? named : byClass;
  }
  return (
    find("product.vulnerabilities") ??
    find("extra.vulnerabilities") ??
    find("classification.identifier") ??
    find("extra.tag")
  );
}
