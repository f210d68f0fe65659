import type { OrganisationId } from "../ids.ts";
import type { Asset, ClaimUse } from "./world.ts";

/** Canonical text of an object, which tells its sort: `192.0.2.0/24`, `AS64500`, `uni-x.example`. */
export function formatAsset(asset: Asset): string {
  if (asset.kind === "prefix") return asset.prefix.text;
  return asset.kind === "asn" ? `AS${asset.asn}` : asset.domain;
}

/** The id of a claim that comes from a world file: the same whenever the file says the same. */
export function claimIdOf(
  organisation: OrganisationId,
  use: ClaimUse,
  asset: Asset,
  since: number,
): string {
  return `${organisation} ${use} ${formatAsset(asset)} ${Math.round(since / 1000)}`;
}
