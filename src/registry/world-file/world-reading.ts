import type { OrganisationId } from "../../domain/ids.ts";
import type { Claim } from "../../domain/world/world.ts";
import { readSlug } from "../structured-file/read-values.ts";
import type { Entry, Read, Reading } from "../structured-file/reading.ts";
import type { Path } from "../structured-file/structured-text.ts";

/** A name of an organisation that has to be there, and for some uses has to be an intermediary. */
export type Reference = {
  readonly path: Path;
  readonly id: OrganisationId;
  readonly role: "any" | "intermediary";
};

/** One pass over a world file: what can only be checked when all of it was read is kept for then. */
export type WorldReading = Reading & {
  readonly references: Reference[];
  readonly claims: { readonly path: Path; readonly claim: Claim }[];
};

/** The id of an organisation that the file has to have. */
export const readOrganisationId: Read<OrganisationId, WorldReading> = (reading, entry) =>
  refer(reading, entry, "any");

/** The id of an intermediary that the file has to have. */
export const readIntermediaryId: Read<OrganisationId, WorldReading> = (reading, entry) =>
  refer(reading, entry, "intermediary");

function refer(
  reading: WorldReading,
  entry: Entry,
  role: Reference["role"],
): OrganisationId | null {
  const id = readSlug(reading, entry) as OrganisationId | null;
  if (id !== null) reading.references.push({ path: entry.path, id, role });
  return id;
}
