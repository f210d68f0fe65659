import { type HarmonisedType, harmonisedKeys, newerKeys } from "./harmonised-keys.ts";
import { type EventValue, isNothing, sanitise } from "./sanitise.ts";

/** Versions of IntelMQ that events are written for: any 3, or 3.5 and later with the keys for products and severity. */
export type IntelmqVersion = "3" | "3.5";

/** An event being put together: every key and value that it has is one that IntelMQ's harmonisation accepts. */
export type Event = {
  /** Sets a key once, the first value stays; what does not fit stays under `extra` as `otherwise`. */
  add(key: string, value: EventValue | null, otherwise?: string): void;
  /** Sets a key whatever stood there; a value that does not fit changes nothing. */
  set(key: string, value: EventValue | null): void;
  /** Keeps a value under `extra` by any name. */
  keep(name: string, value: EventValue | null): void;
  has(key: string): boolean;
  /** One line of JSON, with its line end. */
  toLine(): string;
};

/** Longest names that are kept; columns are foreign text. */
const maxName = 100;

export function makeEvent(version: IntelmqVersion): Event {
  const values = new Map<string, EventValue>();
  /** Keys that others lie below: `extra.source` where `extra.source.naics` is. */
  const parents = new Set<string>();
  /** What the next of several names that become one key is numbered with. */
  const numbers = new Map<string, number>();

  function typeOf(key: string): HarmonisedType | null {
    return harmonisedKeys.get(key) ?? (version === "3.5" ? newerKeys.get(key) : undefined) ?? null;
  }

  function keep(name: string, value: EventValue | null): void {
    if (value === null || isNothing(value)) return;
    const wanted = `extra.${toKey(name)}`;
    const base = isBelowValue(wanted) ? `extra.${wanted.slice(6).replaceAll(".", "_")}` : wanted;
    if (values.get(base) === value) return;
    let key = base;
    for (let number = numbers.get(base) ?? 2; values.has(key) || parents.has(key); number += 1) {
      key = `${base}_${number}`;
      numbers.set(base, number + 1);
    }
    values.set(key, value);
    for (let at = key.indexOf(".", 6); at > 0; at = key.indexOf(".", at + 1)) {
      parents.add(key.slice(0, at));
    }
  }

  /** Whether something above the key is a value already, which cannot hold others. */
  function isBelowValue(key: string): boolean {
    for (let at = key.indexOf(".", 6); at > 0; at = key.indexOf(".", at + 1)) {
      if (values.has(key.slice(0, at))) return true;
    }
    return false;
  }

  function fit(key: string, value: EventValue | null): EventValue | null {
    const type = typeOf(key);
    return type === null || value === null ? null : sanitise(type, value);
  }

  return {
    add(key, value, otherwise = key) {
      if (value === null || isNothing(value)) return;
      if (key.startsWith("extra.")) return keep(key.slice(6) || otherwise, value);
      const fitting = fit(key, value);
      if (fitting !== null && !values.has(key)) values.set(key, fitting);
      else if (typeOf(key) === null) keep(key, value);
      else if (fitting === null || values.get(key) !== fitting) keep(otherwise, value);
    },
    set(key, value) {
      const fitting = fit(key, value);
      if (fitting !== null) values.set(key, fitting);
    },
    keep,
    has: (key) => values.has(key),
    toLine: () => `${JSON.stringify(Object.fromEntries(values))}\n`,
  };
}

/** A name as a key may be: lower case letters, digits, underscores, and dots between them. */
function toKey(name: string): string {
  const key = name
    .slice(0, maxName)
    .toLowerCase()
    .replace(/[^a-z0-9_.]+/g, "_")
    .replace(/\.{2,}/g, ".")
    .replace(/^\.|\.$/g, "");
  return key === "" ? "_" : key;
}
