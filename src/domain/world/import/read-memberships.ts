import type { OrganisationId } from "../../ids.ts";
import type { Organisation, Relation } from "../world.ts";
import type { ImportedOrganisation } from "./imported.ts";
import { type Making, toLabel } from "./making.ts";
import type { ImportedText } from "./place.ts";
import { readYes } from "./read-yes.ts";
import { toRemark } from "./remark.ts";

const directly = new Set(["direct", "rechtstreeks", "zelf", "self"]);

/** The intermediaries that an organisation belongs to, and the way it chose. */
export function readMemberships(
  id: OrganisationId,
  record: ImportedOrganisation,
  making: Making,
): Pick<Organisation, "memberOf" | "path"> {
  const { since, defaults } = making.terms;
  const usual: readonly ImportedText[] =
    record.memberOf.length === 0 && defaults.memberOf !== null
      ? [{ text: defaults.memberOf, place: record.place }]
      : [];
  const relations = new Map<OrganisationId, Relation>();
  const informed = readYes(record.informed, making.remarks);
  for (const text of [...record.memberOf, ...usual]) {
    const intermediary = findIntermediary(text, making);
    if (intermediary === null || intermediary === id) continue;
    relations.set(intermediary, { intermediary, informed, since, until: Infinity });
  }
  return { memberOf: [...relations.values()], path: readPath(record.path, relations, making) };
}

/** A way through an intermediary needs a relation with it. */
function readPath(
  text: ImportedText | null,
  relations: ReadonlyMap<OrganisationId, Relation>,
  making: Making,
): Organisation["path"] {
  if (text === null) return null;
  if (directly.has(toLabel(text.text))) return "direct";
  const intermediary = findIntermediary(text, making);
  if (intermediary === null || relations.has(intermediary)) return intermediary;
  const problem = `it is no member of ${intermediary}`;
  making.remarks.push(
    toRemark("kept", text, problem, "The way counts once the relation is there."),
  );
  return intermediary;
}

function findIntermediary(
  text: ImportedText,
  { idByLabel, intermediaries, remarks }: Making,
): OrganisationId | null {
  const id = idByLabel.get(toLabel(text.text));
  if (id !== undefined && intermediaries.has(id)) return id;
  const problem = id === undefined ? "nobody is called so" : `${id} is no intermediary`;
  const remedy =
    id === undefined
      ? "Import that organisation too, or write its id in the world file."
      : "Give it that role in the world file, and import again.";
  remarks.push(toRemark("left-out", text, problem, remedy));
  return null;
}
