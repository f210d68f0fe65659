import type { Tier } from "../../domain/finding/tier.ts";
import { isSlug } from "../../domain/ids.ts";
import { findMandateScope } from "../../domain/world/mandate-scope.ts";
import type { Mandate, MandateDuty, MandateScope } from "../../domain/world/world.ts";
import { checkOrder, readInstant, readLine, readWhole } from "../structured-file/read-values.ts";
import {
  complain,
  findEntry,
  type Mapping,
  type Read,
  type Reading,
  readItems,
  readMapping,
  readOptional,
  readRequired,
} from "../structured-file/reading.ts";
import { readKinds } from "./read-kinds.ts";
import { readOrganisationId, type WorldReading } from "./world-reading.ts";

const keys = ["organisation", "about", "kinds", "maxTier", "instrument", "since", "until"];
const always: MandateDuty = { reference: null, since: -Infinity, until: Infinity };

/** What an organisation may receive about whom, by which instrument. */
export const readMandate: Read<Mandate, WorldReading> = (reading, entry) => {
  const mapping = readMapping(reading, entry, keys);
  if (mapping === null) return null;
  const organisation = readRequired(reading, mapping, "organisation", readOrganisationId);
  const about = readRequired(reading, mapping, "about", readScope);
  const instrument = readRequired(reading, mapping, "instrument", readLine);
  const since = readRequired(reading, mapping, "since", readInstant);
  const until = readOptional(reading, mapping, "until", readInstant, Infinity);
  const kinds = readKinds(reading, mapping);
  const maxTier = readOptional(reading, mapping, "maxTier", readWhole(0, 3), null) as Tier | null;
  if (organisation === null || about === null || instrument === null || since === null) return null;
  checkOrder(reading, findEntry(mapping, "until"), since, until);
  return { organisation, about, kinds, maxTier, instrument, since, until };
};

/** When nobody but owners and published contacts gets anything without a mandate: `true`, or a list with dates. */
export function readMandateRequired(reading: WorldReading, root: Mapping): readonly MandateDuty[] {
  const entry = findEntry(root, "mandateRequired");
  if (entry === null || entry.value === false) return [];
  return entry.value === true ? [always] : readItems(reading, entry, readDuty);
}

const readDuty: Read<MandateDuty> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["since", "until", "reference"]);
  if (mapping === null) return null;
  const since = readRequired(reading, mapping, "since", readInstant);
  const until = readOptional(reading, mapping, "until", readInstant, Infinity);
  const reference = readOptional(reading, mapping, "reference", readLine, null);
  if (since === null) return null;
  checkOrder(reading, findEntry(mapping, "until"), since, until);
  return { reference, since, until };
};

const readScope: Read<MandateScope, Reading> = (reading, { path, value }) => {
  const about = typeof value === "string" ? findMandateScope(value) : null;
  if (about !== null && isWellFormed(about)) return about;
  const remedy = "Write own, members, anyone, sector:<sector> or country:<two capitals>.";
  complain(reading, path, "not whom a mandate can be about", remedy);
  return null;
};

function isWellFormed(about: MandateScope): boolean {
  if (about.kind === "sector") return isSlug(about.sector);
  return about.kind !== "country" || /^[A-Z]{2}$/.test(about.country);
}
