import type { OrganisationId } from "../../ids.ts";
import { findBreadthFault } from "../claim-breadth.ts";
import { claimIdOf } from "../claim-id.ts";
import type { Asset, Claim } from "../world.ts";
import type { ImportTerms } from "./import-terms.ts";
import type { ImportedObject } from "./imported.ts";
import type { ImportedText } from "./place.ts";
import { readObjectText, splitObjects } from "./read-object-text.ts";
import { type Remark, toRemark } from "./remark.ts";

/** A claim on its way into the world, and the text that it comes from. */
export type ImportedClaim = { readonly claim: Claim; readonly from: ImportedText };

/** The claims that the objects of an organisation make; what cannot be one is remarked on. */
export function readClaims(
  organisation: OrganisationId,
  objects: readonly ImportedObject[],
  terms: ImportTerms,
  remarks: Remark[],
): ImportedClaim[] {
  const claims: ImportedClaim[] = [];
  for (const object of objects) {
    for (const text of splitObjects(object.text)) {
      const from = { text, place: object.place };
      const read = readObjectText(text, object.kind);
      if ("problem" in read) {
        remarks.push(toRemark("left-out", from, read.problem, read.remedy));
        continue;
      }
      if (read.change !== null) {
        remarks.push(toRemark("changed", from, read.change, "Nothing, if that is what it means."));
      }
      for (const asset of read.assets) {
        const claim = toClaim(organisation, asset, object, terms);
        if (isAllowed(claim, from, terms, remarks)) claims.push({ claim, from });
      }
    }
  }
  return claims;
}

function toClaim(
  organisation: OrganisationId,
  asset: Asset,
  object: ImportedObject,
  { asnUse, basis, by, since }: ImportTerms,
): Claim {
  const use = object.use ?? (asset.kind === "asn" ? asnUse : "own");
  const stated = object.basis ?? basis;
  return {
    organisation,
    asset,
    use,
    basis: stated,
    by: stated === "vouched" ? by : null,
    agreed: false,
    informed: false,
    exact: false,
    id: claimIdOf(organisation, use, asset, since),
    since,
    until: Infinity,
  };
}

function isAllowed(
  { asset, basis }: Claim,
  from: ImportedText,
  { findSuffix }: ImportTerms,
  remarks: Remark[],
): boolean {
  const fault = findBreadthFault(asset, basis, findSuffix);
  if (fault !== null) {
    remarks.push(toRemark("left-out", from, fault.message, fault.remedy));
    return false;
  }
  if (isPerhapsANetwork(asset, from.text)) {
    const problem = "one address; perhaps a network was meant";
    remarks.push(toRemark("kept", from, problem, "Write its length, as in 192.0.2.0/24."));
  }
  return true;
}

/** `192.0.2.0` without a length. */
function isPerhapsANetwork(asset: Asset, text: string): boolean {
  return asset.kind === "prefix" && asset.prefix.family === 4 && /^\d+\.\d+\.\d+\.0$/.test(text);
}
