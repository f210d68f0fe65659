import type { Problem } from "../../domain/world/problem.ts";
import { mostProblems, type Path, type Place, type StructuredText } from "./structured-text.ts";

/** A fault and its place, before the place is looked up. */
type Fault = Place & Pick<Problem, "message" | "remedy">;

/** A value of the file and its path. */
export type Entry = { readonly path: Path; readonly value: unknown };

/** A mapping whose keys are all known. */
export type Mapping = Entry & {
  readonly value: Readonly<Record<string, unknown>>;
};

/** Reads a value; what is wrong with it is told to the reading, and null answered. */
export type Read<Value, Kind extends Reading = Reading> = (
  reading: Kind,
  entry: Entry,
) => Value | null;

/** One pass over a file that gathers all that is wrong with it. */
export type Reading = { readonly faults: Fault[] };

/** Tells what is wrong, where, and what to do. */
export function complain(
  reading: Reading,
  path: Path,
  message: string,
  remedy: string,
  at: Place["at"] = "value",
): void {
  reading.faults.push({ path, at, message, remedy });
}

/** The first hundred problems in order of place. */
export function toProblems(reading: Reading, text: StructuredText): Problem[] {
  const problems = [...text.problems];
  for (const { path, at, message, remedy } of reading.faults.slice(0, mostProblems)) {
    problems.push({ ...text.locate({ path, at }), path: formatPath(path), message, remedy });
  }
  return problems.sort((a, b) => a.line - b.line || a.column - b.column).slice(0, mostProblems);
}

/** A mapping, of the known keys only. */
export function readMapping(
  reading: Reading,
  entry: Entry,
  keys: readonly string[],
): Mapping | null {
  const { value, path } = entry;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    complain(reading, path, "a mapping is expected", `Write it with the keys ${keys.join(", ")}.`);
    return null;
  }
  for (const key of Object.keys(value)) {
    if (keys.includes(key)) continue;
    const remedy = `Known here: ${keys.join(", ")}.`;
    complain(reading, [...path, key], `unknown key "${cut(key)}"`, remedy, "key");
  }
  return { path, value: value as Readonly<Record<string, unknown>> };
}

/** What stands under a key; null when nothing does. */
export function findEntry(mapping: Mapping, key: string): Entry | null {
  const value = Object.hasOwn(mapping.value, key) ? mapping.value[key] : undefined;
  if (value === undefined || value === null) return null;
  return { path: [...mapping.path, key], value };
}

/** The value under a key that has to be there. */
export function readRequired<Value, Kind extends Reading>(
  reading: Kind,
  mapping: Mapping,
  key: string,
  read: Read<Value, Kind>,
): Value | null {
  const entry = findEntry(mapping, key);
  if (entry !== null) return read(reading, entry);
  complain(reading, mapping.path, `${key} is missing`, `Add ${key}.`);
  return null;
}

/** The value under a key, or what holds where it is absent. */
export function readOptional<Value, Absent, Kind extends Reading>(
  reading: Kind,
  mapping: Mapping,
  key: string,
  read: Read<Value, Kind>,
  absent: Absent,
): Value | Absent {
  const entry = findEntry(mapping, key);
  return entry === null ? absent : (read(reading, entry) ?? absent);
}

/** The values of a list that could be read; none when the key is absent. */
export function readList<Value, Kind extends Reading>(
  reading: Kind,
  mapping: Mapping,
  key: string,
  read: Read<Value, Kind>,
): Value[] {
  const entry = findEntry(mapping, key);
  return entry === null ? [] : readItems(reading, entry, read);
}

/** The values of a list that could be read. */
export function readItems<Value, Kind extends Reading>(
  reading: Kind,
  entry: Entry,
  read: Read<Value, Kind>,
): Value[] {
  if (!Array.isArray(entry.value)) {
    complain(reading, entry.path, "a list is expected", "Begin each item with a dash, or use [ ].");
    return [];
  }
  const values: Value[] = [];
  for (const [position, item] of entry.value.entries()) {
    const value = read(reading, { path: [...entry.path, position], value: item });
    if (value !== null) values.push(value);
  }
  return values;
}

/** `organisations[3].claims[0].prefix`. */
function formatPath(path: Path): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${cut(step)}`))
    .join("")
    .replace(/^\./, "");
}

/** Text of the file as a message may show it: short, and without characters that move the cursor. */
export function cut(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?");
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}
