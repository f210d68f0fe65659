import type { OrganisationId } from "../../domain/ids.ts";
import { claimIdOf } from "../../domain/world/claim-id.ts";
import { trusts } from "../../domain/world/trust.ts";
import type { Claim } from "../../domain/world/world.ts";
import { checkOrder, readBoolean, readInstant, readOneOf } from "../structured-file/read-values.ts";
import {
  complain,
  type Entry,
  findEntry,
  type Mapping,
  readMapping,
  readOptional,
  readRequired,
} from "../structured-file/reading.ts";
import { checkBreadth } from "./check-breadth.ts";
import { assetKeys, readAsset } from "./read-asset.ts";
import { readIntermediaryId, type WorldReading } from "./world-reading.ts";

const ownKeys = ["use", "basis", "by", "since", "until", "agreed", "informed", "exact"];
const keys = [...assetKeys, ...ownKeys];
const readBasis = readOneOf(trusts, "basis of a claim");
const readUse = readOneOf(["own", "operate"] as const, "use of a claim");

/** One claim of an organisation; null when it says too little to be one. */
export function readClaim(
  reading: WorldReading,
  entry: Entry,
  organisation: OrganisationId,
): Claim | null {
  const mapping = readMapping(reading, entry, keys);
  if (mapping === null) return null;
  const object = readAsset(reading, mapping, "claim");
  const basis = readRequired(reading, mapping, "basis", readBasis);
  const since = readRequired(reading, mapping, "since", readInstant);
  const until = readOptional(reading, mapping, "until", readInstant, Infinity);
  const use = readOptional(reading, mapping, "use", readUse, "own" as const);
  const by = readOptional(reading, mapping, "by", readIntermediaryId, null);
  const agreed = readOptional(reading, mapping, "agreed", readBoolean, false);
  const informed = readOptional(reading, mapping, "informed", readBoolean, false);
  const exact = readOptional(reading, mapping, "exact", readBoolean, false);
  if (object === null || basis === null || since === null) return null;
  checkOrder(reading, findEntry(mapping, "until"), since, until);
  checkBreadth(reading, object.path, object.asset, basis);
  checkVoucher(reading, mapping, basis === "vouched");
  if (informed && use === "own") {
    const remedy = "Leave it out: an owner hears of what is its own anyway.";
    complain(reading, [...mapping.path, "informed"], "only for use: operate", remedy);
  }
  if (exact && object.asset.kind !== "domain") {
    const remedy = "Leave it out, or claim a smaller prefix.";
    complain(reading, [...mapping.path, "exact"], "only for a domain", remedy);
  }
  const id = claimIdOf(organisation, use, object.asset, since);
  const claim: Claim = {
    organisation,
    asset: object.asset,
    use,
    basis,
    by,
    agreed,
    informed,
    exact,
    id,
    since,
    until,
  };
  reading.claims.push({ path: mapping.path, claim });
  return claim;
}

function checkVoucher(reading: WorldReading, mapping: Mapping, isVouched: boolean): void {
  const by = findEntry(mapping, "by");
  if (isVouched && by === null) {
    complain(reading, mapping.path, "who vouches?", "Add by: and the id of the intermediary.");
  } else if (!isVouched && by !== null) {
    complain(reading, by.path, "by without basis: vouched", "Leave it out, or correct the basis.");
  }
}
