import type { Problem } from "../../domain/world/problem.ts";
import type { World } from "../../domain/world/world.ts";
import {
  findEntry,
  type Read,
  readItems,
  readMapping,
  toProblems,
} from "../structured-file/reading.ts";
import { readStructuredText } from "../structured-file/structured-text.ts";
import { checkIds, checkPolicyNumbers, checkWorld } from "./check-world.ts";
import { readMandate, readMandateRequired } from "./read-mandates.ts";
import { readOrganisation } from "./read-organisation.ts";
import {
  readDesignation,
  readFinder,
  readSecurityTxt,
  readStop,
  readSuppression,
} from "./read-sections.ts";
import type { WorldReading } from "./world-reading.ts";

const sections = [
  "organisations",
  "finders",
  "designations",
  "mandates",
  "mandateRequired",
  "suppressions",
  "stops",
  "securityTxt",
] as const;

/**
 * Reads a world file (docs/formats/world.md), YAML 1.2 or JSON: the whole world, or all that is wrong with it, at most
 * a hundred problems in order of place.
 */
export function parseWorldFile(
  text: string,
): { readonly world: World } | { readonly problems: readonly Problem[] } {
  const structured = readStructuredText(text);
  if (!("value" in structured)) return structured;
  const reading: WorldReading = { faults: [], references: [], claims: [] };
  const world = readWorldSections(reading, structured.value);
  const problems = toProblems(reading, structured);
  return world === null || problems.length > 0 ? { problems } : { world };
}

function readWorldSections(reading: WorldReading, value: unknown): World | null {
  const root = readMapping(reading, { path: [], value }, sections);
  if (root === null) return null;
  const readSection = <Value>(key: string, read: Read<Value, WorldReading>): (Value | null)[] => {
    const entry = findEntry(root, key);
    if (entry === null) return [];
    // Positions stay those of the file, so that later checks can name them.
    return readItems(reading, entry, (inner, item) => ({ value: read(inner, item) })).map(
      (item) => item.value,
    );
  };
  const organisations = readSection("organisations", readOrganisation);
  const finders = readSection("finders", readFinder);
  checkIds(
    reading,
    "organisations",
    organisations.map((organisation) => organisation?.id ?? null),
  );
  checkIds(
    reading,
    "finders",
    finders.map((finder) => finder?.id ?? null),
  );
  checkPolicyNumbers(reading, finders);
  const world: World = {
    organisations: organisations.filter((organisation) => organisation !== null),
    finders: finders.filter((finder) => finder !== null),
    designations: readSection("designations", readDesignation).filter((item) => item !== null),
    mandates: readSection("mandates", readMandate).filter((item) => item !== null),
    mandateRequired: readMandateRequired(reading, root),
    suppressions: readSection("suppressions", readSuppression).filter((item) => item !== null),
    stops: readSection("stops", readStop).filter((item) => item !== null),
    securityTxt: readSection("securityTxt", readSecurityTxt).filter((item) => item !== null),
  };
  checkWorld(reading, world.organisations);
  return world;
}
