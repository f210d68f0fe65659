import type { FinderId, OrganisationId } from "../src/domain/ids.ts";
import type { AsNumber } from "../src/domain/network/as-number.ts";
import type { DomainName } from "../src/domain/network/domain-name.ts";
import type { EmailAddress } from "../src/domain/network/email-address.ts";
import type { Words } from "../src/domain/network/ip-address.ts";
import { prefixOf } from "../src/domain/network/prefix.ts";
import { claimIdOf, formatAsset } from "../src/domain/world/claim-id.ts";
import {
  type Asset,
  type Claim,
  type Criterion,
  type Designation,
  type Organisation,
  plainContact,
  type Relation,
  takesEverything,
  type World,
} from "../src/domain/world/world.ts";
import { type DutchRanges, pickAddress, pickAddress6, readDutchRanges } from "./dutch-ranges.ts";
import { makeRandom } from "./seeded-random.ts";

export const finder = "shadowserver" as FinderId;

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const sectors = ["education", "health", "energy", "transport", "government", "finance"] as const;
const intermediaries = 20;
/** AS numbers that each of them serves. */
const systemsServed = 20;

type Random = () => number;

/**
 * A world of so many organisations and claims in Dutch space, with twenty intermediaries; the same for the same seed.
 *
 * Seven of ten claims are IPv4 prefixes from /24 to /31, one is an IPv6 /48, two are names. One in ten has begun later or
 * has an end, so that answers depend on the time too.
 */
export function makeWorld(organisations: number, claims: number, seed: number): World {
  const random = makeRandom(seed);
  const ranges = readDutchRanges();
  const taken = new Set<string>();
  const served = Array.from({ length: intermediaries }, (_, i) =>
    toIntermediary(i, ranges, random),
  );
  const owners = Array.from({ length: organisations }, (_, i) => {
    const wanted = Math.floor(claims / organisations) + (i < claims % organisations ? 1 : 0);
    const owner = toOwner(i, random);
    return { ...owner, claims: toClaims(owner.id, wanted, ranges, taken, random) };
  });
  return {
    organisations: [...served, ...owners],
    finders: [{ id: finder, name: null, trusted: true, tlp: "AMBER", policies: [] }],
    designations: sectors.slice(0, 3).map(toDesignation),
    mandates: [],
    mandateRequired: [],
    suppressions: [],
    stops: [],
    securityTxt: [],
  };
}

function toIntermediary(number: number, ranges: DutchRanges, random: Random): Organisation {
  const systems = Array.from(
    { length: systemsServed },
    () => ranges.systems[Math.floor(random() * ranges.systems.length)] as AsNumber,
  );
  const serves: Criterion[] = [...new Set(systems)].map((asn) => ({ kind: "asn", asn }));
  return {
    ...toOrganisation(`intermediary-${number}` as OrganisationId),
    roles: ["intermediary"],
    constituency: [
      ...serves,
      ...(number === 0 ? [{ kind: "country", country: "NL" } as const] : []),
      ...(number > 0 && number <= sectors.length
        ? [{ kind: "sector", sector: sectors[number - 1] as string } as const]
        : []),
    ],
  };
}

function toDesignation(sector: string, number: number): Designation {
  return {
    sector,
    intermediary: `intermediary-${number + 1}` as OrganisationId,
    kinds: null,
    reference: null,
    since: start,
    until: Number.POSITIVE_INFINITY,
  };
}

function toOwner(number: number, random: Random): Organisation {
  const id = `org-${number}` as OrganisationId;
  return {
    ...toOrganisation(id),
    sector: sectors[number % (2 * sectors.length)] ?? null,
    memberOf: random() < 0.5 ? [toRelation(random)] : [],
    path: random() < 0.1 ? "direct" : null,
    filters: random() < 0.05 ? [{ kind: "misconfiguration", type: null }] : [],
  };
}

function toRelation(random: Random): Relation {
  return {
    intermediary: `intermediary-${Math.floor(random() * intermediaries)}` as OrganisationId,
    informed: random() < 0.2,
    since: start,
    until: Number.POSITIVE_INFINITY,
  };
}

function toClaims(
  id: OrganisationId,
  wanted: number,
  ranges: DutchRanges,
  taken: Set<string>,
  random: Random,
): Claim[] {
  const claims: Claim[] = [];
  while (claims.length < wanted) {
    const asset = toAsset(id, claims.length, ranges, random);
    const text = formatAsset(asset);
    if (taken.has(text)) continue;
    taken.add(text);
    const hasDates = random() < 0.1;
    const use = random() < 0.9 ? "own" : "operate";
    const since = start + (hasDates ? Math.floor(random() * 300) * day : 0);
    claims.push({
      organisation: id,
      asset,
      use,
      basis: random() < 0.5 ? "proved" : "registry",
      by: null,
      agreed: false,
      informed: false,
      exact: false,
      id: claimIdOf(id, use, asset, since),
      since,
      until: hasDates ? start + Math.floor(300 + random() * 300) * day : Number.POSITIVE_INFINITY,
    });
  }
  return claims;
}

function toAsset(id: OrganisationId, number: number, ranges: DutchRanges, random: Random): Asset {
  const sort = random();
  if (sort < 0.2) return { kind: "domain", domain: `d${number}.${id}.example` as DomainName };
  const words4: Words = [pickAddress(ranges, random()), 0, 0, 0];
  const prefix =
    sort < 0.3
      ? prefixOf({ family: 6, words: pickAddress6(ranges, random(), random()) }, 48)
      : prefixOf({ family: 4, words: words4 }, 24 + Math.floor(random() * 8));
  return { kind: "prefix", prefix };
}

function toOrganisation(id: OrganisationId): Organisation {
  return {
    id,
    name: id,
    kvk: null,
    sector: null,
    roles: ["owner"],
    constituency: [],
    contacts: [
      {
        role: "findings",
        email: `cert@${id}.example` as EmailAddress,
        ...plainContact,
        language: "nl",
      },
    ],
    claims: [],
    memberOf: [],
    path: null,
    filters: [],
    accepts: takesEverything,
    custodyWithinMs: { now: null, day: null, week: null },
    maxTier: null,
    tlp: null,
    ceilings: [],
    country: null,
    government: false,
    suspended: false,
  };
}
