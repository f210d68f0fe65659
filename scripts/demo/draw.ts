import {
  type AddressPools,
  type DemoAddress,
  type DemoOrganisation,
  makeAddressPools,
  readOrganisations,
} from "./addresses.ts";
import { familyOf, seededRandom } from "./registry.ts";

/** How many addresses of each sort a report has: per organisation, AS or prefix, or in all. Absent is none. */
export type Audience = {
  readonly perOwner?: number;
  readonly perOperatedAs?: number;
  readonly perServedAs?: number;
  readonly perServedPrefix?: number;
  readonly published?: number;
  readonly silent?: number;
  readonly idle?: number;
};

/** What the makers of reports draw from; one for all of them, so that no address occurs in two by chance. */
export type Draw = {
  readonly random: () => number;
  readonly pools: AddressPools;
  /** One domain name for each organisation that claims any, in the order of the world file. */
  readonly domains: readonly string[];
  /** Draws the addresses of a report and shuffles them, so that no recipient's rows stand together. */
  gather(audience: Audience, family?: 4 | 6): DemoAddress[];
  shuffle<Item>(items: readonly Item[]): Item[];
};

/** The same seed gives the same draws, if they are asked for in the same order. */
export function makeDraw(seed: number): Draw {
  const random = seededRandom(seed);
  const pools = makeAddressPools(random);
  const organisations = readOrganisations();
  const shuffle = <Item>(items: readonly Item[]): Item[] =>
    items
      .map((item) => ({ item, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  return {
    random,
    pools,
    domains: organisations.flatMap(({ claims = [] }) =>
      claims.flatMap(({ domain }) => domain ?? []).slice(0, 1),
    ),
    gather: (audience, family = 4) => shuffle(drawAll(pools, organisations, audience, family)),
    shuffle,
  };
}

function drawAll(
  pools: AddressPools,
  organisations: readonly DemoOrganisation[],
  audience: Audience,
  family: 4 | 6,
): DemoAddress[] {
  const owned = organisations.flatMap((organisation) =>
    prefixesOf(organisation.claims, family).slice(0, 1),
  );
  const operated = organisations.flatMap(({ claims = [] }) =>
    claims.flatMap(({ asn }) => asn ?? []),
  );
  const servedPrefixes = organisations.flatMap(({ constituency }) =>
    prefixesOf(constituency, family),
  );
  const served = organisations.flatMap(({ constituency = [] }) =>
    constituency.flatMap(({ asn }) => asn ?? []),
  );
  return [
    ...owned.flatMap((prefix) => pools.inPrefix(prefix, audience.perOwner ?? 0)),
    ...operated.flatMap((asn) => pools.inSystem(asn, audience.perOperatedAs ?? 0, family)),
    ...served.flatMap((asn) => pools.inSystem(asn, audience.perServedAs ?? 0, family)),
    ...servedPrefixes.flatMap((prefix) => pools.inPrefix(prefix, audience.perServedPrefix ?? 0)),
    ...pools.published(audience.published ?? 0, family),
    ...pools.silent(audience.silent ?? 0, family),
    ...pools.idle(audience.idle ?? 0),
  ];
}

/** Prefixes of a family that are claimed as one's own or served, not those that are only operated. */
function prefixesOf(objects: DemoOrganisation["claims"] = [], family: 4 | 6): string[] {
  return objects
    .filter(({ use }) => use !== "operate")
    .flatMap(({ prefix }) => prefix ?? [])
    .filter((prefix) => familyOf(prefix) === family);
}
