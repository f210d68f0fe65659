import type { OrganisationId } from "../../domain/ids.ts";
import { changeableKeys } from "../../domain/organisation/entry-change.ts";
import type { OrganisationRecord } from "../../domain/world/plain-entry.ts";
import type { World } from "../../domain/world/world.ts";
import { AppError } from "../../platform/errors.ts";
import type { ParseWorld } from "../trial/read-world-file.ts";
import { toRecord } from "./put-record.ts";

/** Keys of the world file whose fields are named otherwise. */
const fieldsOf: Readonly<Record<string, keyof OrganisationRecord>> = {
  custodyWithin: "custodyWithinMs",
};

/**
 * The entry with the keys of a fragment changed, read by the rules of the world file (docs/formats/world.md). Throws
 * `input-refused` with everything that is wrong.
 */
export function readFields(
  parseWorld: ParseWorld,
  world: World,
  before: OrganisationRecord,
  fragment: Readonly<Record<string, unknown>>,
): OrganisationRecord {
  const strange = Object.keys(fragment).filter((key) => !changeableKeys.some((own) => own === key));
  if (strange.length > 0 || Object.keys(fragment).length === 0) {
    throw new AppError("input-refused", `Cannot be changed: ${strange.join(", ") || "nothing"}.`, {
      remedy: `Give one or more of ${changeableKeys.join(", ")}.`,
    });
  }
  const path = typeof fragment.path === "string" ? fragment.path : null;
  const others = world.organisations
    .filter(({ id }) => id === path && id !== before.id)
    .map(({ id, name, roles }) => ({ id, name, roles }));
  const own = { id: before.id, name: before.name, roles: before.roles, ...fragment };
  // JSON is YAML: the readers of the world file say what is wrong, and there is one set of rules.
  const parsed = parseWorld(JSON.stringify({ organisations: [own, ...others] }));
  if ("problems" in parsed) {
    const { problems } = parsed;
    throw new AppError(
      "input-refused",
      problems.map(({ message, remedy }) => `${message}. ${remedy}`).join("\n"),
      { remedy: "Nothing was changed.", details: { problems } },
    );
  }
  const read = toRecord(parsed.world, before.id as OrganisationId);
  const changed = Object.keys(fragment).map((key) => fieldsOf[key] ?? key);
  const after = { ...before, ...pick(read, changed) };
  checkKeys(before, after);
  return after;
}

function pick(record: OrganisationRecord, names: readonly string[]): Partial<OrganisationRecord> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)));
}

/** Keys are files of the operators: nobody else names one. */
function checkKeys(before: OrganisationRecord, after: OrganisationRecord): void {
  const known = new Set(before.contacts.map(({ pgp }) => pgp));
  if (after.contacts.every(({ pgp }) => known.has(pgp) || pgp === null)) return;
  throw new AppError("input-refused", "A file of a key cannot be named here.", {
    remedy: "Leave pgp out, and send the key to the operators.",
  });
}
