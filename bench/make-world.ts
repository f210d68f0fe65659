import type { AsNumber } from "../src/domain/as-number.ts";
import type { DomainName } from "../src/domain/domain-name.ts";
import type { EmailAddress } from "../src/domain/email-address.ts";
import type { FinderId, OrganisationId } from "../src/domain/ids.ts";
import { findPrefix, type Prefix } from "../src/domain/prefix.ts";
import type { Trust } from "../src/domain/trust.ts";
import type { Asset, Claim, Organisation, World } from "../src/domain/world.ts";
import { pickAddress, readDutchRanges, toText } from "./dutch-ranges.ts";
import { makeRandom } from "./seeded-random.ts";

const since = Date.UTC(2026, 0, 1);
const sectors = ["education", "health", "energy", "transport", "government", "finance"];

/** A world of so many organisations and claims in Dutch space, with twenty intermediaries; the same for the same seed. */
export function makeWorld(organisations: number, claims: number, seed: number): World {
  const random = makeRandom(seed);
  const ranges = readDutchRanges();
  const taken = new Set<string>();
  const intermediaries = Array.from({ length: 20 }, (_, i) => toIntermediary(i));
  const owners = Array.from({ length: organisations }, (_, i) => {
    const id = `org-${i}` as OrganisationId;
    const own: Claim[] = [];
    const wanted = Math.floor(claims / organisations) + (i < claims % organisations ? 1 : 0);
    while (own.length < wanted) {
      const asset = random() < 0.8 ? toPrefix() : toDomain(i, own.length);
      const text = asset.kind === "domain" ? asset.domain : toKey(asset);
      if (taken.has(text)) continue;
      taken.add(text);
      own.push(toClaim(id, asset, text, random));
    }
    const intermediary = `intermediary-${Math.floor(random() * 20)}` as OrganisationId;
    return {
      ...emptyOrganisation(id),
      sector: sectors[i % sectors.length] as string,
      claims: own,
      memberOf:
        random() < 0.5
          ? [{ intermediary, since, until: Number.POSITIVE_INFINITY, informed: random() < 0.2 }]
          : [],
    };
  });

  function toPrefix(): Asset {
    const bits = 24 + Math.floor(random() * 8);
    const word = (pickAddress(ranges, random()) >>> (32 - bits)) << (32 - bits);
    return { kind: "prefix", prefix: findPrefix(`${toText(word >>> 0)}/${bits}`) as Prefix };
  }

  return {
    organisations: [...intermediaries, ...owners],
    finders: [{ id: "shadowserver" as FinderId, name: null, trusted: true, tlp: "AMBER" }],
    designations: [],
    suppressions: [],
    stops: [],
    securityTxt: [],
  };
}

function toKey(asset: Asset): string {
  return asset.kind === "prefix"
    ? `${asset.prefix.words.join(" ")}/${asset.prefix.bits}`
    : asset.kind;
}

function toDomain(organisation: number, number: number): Asset {
  return { kind: "domain", domain: `d${number}.org-${organisation}.example` as DomainName };
}

function toClaim(id: OrganisationId, asset: Asset, text: string, random: () => number): Claim {
  const basis: Trust = random() < 0.5 ? "proved" : "registry";
  return {
    organisation: id,
    asset,
    use: random() < 0.9 ? "own" : "operate",
    basis,
    by: null,
    agreed: false,
    informed: false,
    id: `${id} ${text}`,
    since,
    until: Number.POSITIVE_INFINITY,
  };
}

function toIntermediary(number: number): Organisation {
  return {
    ...emptyOrganisation(`intermediary-${number}` as OrganisationId),
    roles: ["intermediary"],
    constituency: [
      { kind: "asn", asn: (1000 + number) as AsNumber },
      ...(number === 0 ? [{ kind: "country", country: "NL" } as const] : []),
    ],
  };
}

function emptyOrganisation(id: OrganisationId): Organisation {
  return {
    id,
    name: id,
    kvk: null,
    sector: null,
    roles: ["owner"],
    constituency: [],
    contacts: [
      { role: "findings", email: `cert@${id}.example` as EmailAddress, language: "nl", pgp: null },
    ],
    claims: [],
    memberOf: [],
    path: null,
    filters: [],
    accepts: { kinds: null, minSeverity: null },
    custodyWithinMs: { now: null, day: null, week: null },
    maxTier: null,
    tlp: null,
    suspended: false,
  };
}
