import type { PlainEntry } from "../../domain/world/merge-register.ts";
import { type Entry, partyOf, toPlainEntry } from "../../domain/world/plain-entry.ts";
import type { World } from "../../domain/world/world.ts";
import { AppError } from "../../platform/errors.ts";
import type { ParseWorld } from "../trial/read-world-file.ts";

/** Sections of the world file that operators record in the register. */
const lawSections = [
  "designations",
  "mandates",
  "mandateRequired",
  "suppressions",
  "stops",
] as const;

/**
 * The entries that sections of a world file say, read by its rules beside the organisations of the present world.
 * Throws `input-refused` with all that is wrong.
 */
export function readLaw(
  parseWorld: ParseWorld,
  present: World,
  sections: Readonly<Record<string, unknown>>,
): readonly Entry[] {
  const names = Object.keys(sections);
  const strange = names.filter((name) => !lawSections.some((known) => known === name));
  if (strange.length > 0 || names.length === 0) {
    throw new AppError("input-refused", `Not recorded here: ${strange.join(", ") || "nothing"}.`, {
      remedy: `Give one or more of ${lawSections.join(", ")}, as in the world file.`,
    });
  }
  const organisations = present.organisations.map(({ id, name, roles }) => ({ id, name, roles }));
  // JSON is YAML: the readers of the world file say what is wrong, and there is one set of rules.
  const parsed = parseWorld(JSON.stringify({ ...sections, organisations }));
  if ("problems" in parsed) {
    const { problems } = parsed;
    const lines = problems.map(({ message, remedy }) => `${message}. ${remedy}`);
    throw new AppError("input-refused", lines.join("\n"), {
      remedy: "Nothing was changed.",
      details: { problems },
    });
  }
  const { world } = parsed;
  return [
    ...world.designations.map((value) => ({ section: "designation", value }) as const),
    ...world.mandates.map((value) => ({ section: "mandate", value }) as const),
    ...world.mandateRequired.map((value) => ({ section: "mandateDuty", value }) as const),
    ...world.suppressions.map((value) => ({ section: "suppression", value }) as const),
    ...world.stops.map((value) => ({ section: "stop", value }) as const),
  ];
}

/** An entry as the register keeps it. */
export function toPlain(entry: Entry): PlainEntry {
  return { section: entry.section, party: partyOf(entry), content: toPlainEntry(entry) };
}

/** Equal for equal entries; the order of the keys of an object that was kept as JSON is its own. */
export function toKey({ section, party, content }: PlainEntry): string {
  const sorted = Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([section, party, sorted]);
}
