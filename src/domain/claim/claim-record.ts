import type { OrganisationId } from "../ids.ts";
import { findNetworkObject } from "../network/network-object.ts";
import { prefixOf } from "../network/prefix.ts";
import { claimIdOf } from "../world/claim-id.ts";
import type { Trust } from "../world/trust.ts";
import type { Asset, Claim, ClaimUse } from "../world/world.ts";
import { type ClaimFooting, type ClaimMethod, isFullyTrusted } from "./claim-footing.ts";

/** A claim of the register, wherever it stands. */
export type ClaimRecord = {
  /** UUIDv7. */
  readonly id: string;
  readonly organisation: OrganisationId;
  readonly asset: Asset;
  readonly use: ClaimUse;
  /** The intermediary that vouches, where the method is `vouched`. */
  readonly by: OrganisationId | null;
  readonly footing: ClaimFooting;
  /** When it came into force last; null when it never did. */
  readonly activeSinceMs: number | null;
};

/** How well each method proves (2-domain.md, trust): a web server speaks for its host alone, so it counts no more than a word. */
const trustByMethod: Readonly<Record<ClaimMethod, Trust>> = {
  dns: "proved",
  "registry-object": "proved",
  "registry-mail": "registry",
  "well-known": "vouched",
  vouched: "vouched",
  decision: "attested",
};

/** The basis that a claim of this method has while it is fully trusted. */
export function trustOf(method: ClaimMethod): Trust {
  return trustByMethod[method];
}

/** The claim as decisions see it, from the moment on that it came into force: new proof gives no history. */
export function toClaim({
  organisation,
  asset,
  use,
  by,
  footing,
  activeSinceMs,
}: ClaimRecord): Claim {
  const since = activeSinceMs ?? Infinity;
  return {
    organisation,
    asset,
    use,
    basis: isFullyTrusted(footing) ? trustOf(footing.method) : "attested",
    by,
    agreed: false,
    informed: false,
    exact: footing.method === "well-known",
    id: claimIdOf(organisation, use, asset, since),
    since,
    until: Infinity,
  };
}

/** The object that a text names, if it can be claimed: a prefix or one address, an AS number, a name. */
export function findAsset(text: string): Asset | null {
  const object = findNetworkObject(text);
  switch (object?.kind) {
    case "address":
      return {
        kind: "prefix",
        prefix: prefixOf(object.address, object.address.family === 4 ? 32 : 128),
      };
    case "prefix":
      return { kind: "prefix", prefix: object.prefix };
    case "asn":
      return { kind: "asn", asn: object.asn };
    case "name":
      return { kind: "domain", domain: object.name };
    default:
      return null;
  }
}

/** Which objects a method can prove. */
export function fitsMethod(asset: Asset, method: ClaimMethod): boolean {
  switch (method) {
    case "dns":
      return asset.kind !== "asn";
    case "well-known":
      return asset.kind === "domain";
    case "registry-object":
    case "registry-mail":
      return asset.kind !== "domain";
    case "vouched":
    case "decision":
      return true;
  }
}
