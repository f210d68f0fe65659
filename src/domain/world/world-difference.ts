import { compareText } from "../compare-text.ts";
import type { World } from "./world.ts";
import { toPlainWorld } from "./world-text.ts";

/** What became of entries with an id, in order of id. */
export type NamedChange = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
};

/** How many entries came and went; one that changed counts as both. */
export type CountedChange = { readonly added: number; readonly removed: number };

/** What one world says and the other does not. */
export type WorldDifference = {
  readonly organisations: NamedChange;
  readonly finders: NamedChange;
  readonly claims: CountedChange;
  readonly relations: CountedChange;
  readonly designations: CountedChange;
  readonly mandates: CountedChange;
  readonly mandateRequired: CountedChange;
  readonly suppressions: CountedChange;
  readonly stops: CountedChange;
  readonly securityTxt: CountedChange;
};

/** Compares what two worlds say, whatever the order in which they say it. */
export function compareWorlds(before: World, after: World): WorldDifference {
  const [old, now] = [toPlainWorld(before), toPlainWorld(after)];
  const inner = (plain: typeof old, key: "claims" | "memberOf") =>
    plain.organisations.flatMap(({ id, [key]: entries }) =>
      (entries as readonly unknown[]).map((entry) => ({ id, entry })),
    );
  return {
    organisations: compareNamed(old.organisations, now.organisations),
    finders: compareNamed(old.finders, now.finders),
    claims: compareCounted(inner(old, "claims"), inner(now, "claims")),
    relations: compareCounted(inner(old, "memberOf"), inner(now, "memberOf")),
    designations: compareCounted(old.designations, now.designations),
    mandates: compareCounted(old.mandates, now.mandates),
    mandateRequired: compareCounted(old.mandateRequired, now.mandateRequired),
    suppressions: compareCounted(old.suppressions, now.suppressions),
    stops: compareCounted(old.stops, now.stops),
    securityTxt: compareCounted(old.securityTxt, now.securityTxt),
  };
}

type Named = { readonly id?: unknown };

function compareNamed(before: readonly Named[], after: readonly Named[]): NamedChange {
  const toTexts = (entries: readonly Named[]) =>
    new Map(entries.map((entry) => [String(entry.id), JSON.stringify(entry)]));
  const [old, now] = [toTexts(before), toTexts(after)];
  const ids = (texts: Map<string, string>, keep: (id: string) => boolean) =>
    [...texts.keys()].filter(keep).sort(compareText);
  return {
    added: ids(now, (id) => !old.has(id)),
    removed: ids(old, (id) => !now.has(id)),
    changed: ids(now, (id) => old.has(id) && old.get(id) !== now.get(id)),
  };
}

function compareCounted(before: readonly unknown[], after: readonly unknown[]): CountedChange {
  const [old, now] = [before, after].map(
    (entries) => new Set(entries.map((entry) => JSON.stringify(entry))),
  ) as [Set<string>, Set<string>];
  return { added: now.difference(old).size, removed: old.difference(now).size };
}
