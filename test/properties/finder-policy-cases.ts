import { policyNumberOf } from "../../src/domain/finding/policy-number.ts";
import type { FinderId } from "../../src/domain/ids.ts";
import type { FinderPolicy } from "../../src/domain/world/world.ts";
import {
  aboutName,
  address,
  announced,
  at,
  bot,
  type Case,
  dutch,
  leak,
  member,
  uni,
} from "./decision-case.ts";
import type { PlainOrganisation } from "./make-world.ts";

const july = { observedAt: at("2026-07-01"), decidedAt: at("2026-07-02") };

/** A finding of the police, whose policy has these lines. */
function ofPolice(...lines: Partial<FinderPolicy>[]) {
  const policy = policyNumberOf("police" as FinderId);
  return (organisations: Readonly<Record<string, PlainOrganisation>>) => {
    return { address, policy, world: { organisations, finders: { police: lines } } };
  };
}

/** What finders say of who may get what they found. */
export const finderPolicyCases: readonly Case[] = [
  [
    "an empty policy limits nothing",
    "uni sole-intermediary cert 1",
    ofPolice({})({ uni: member, cert: {} }),
  ],
  [
    "categories that it does not name are passed",
    "uni owner uni 1",
    ofPolice({ recipients: ["owner"] })({ uni: member, cert: {} }),
  ],
  [
    "an intermediary is one on every rung that asks it as such",
    "- catch-all net 1",
    {
      ...ofPolice({ recipients: ["intermediary"] })({
        net: { serves: ["country:NL"] },
        isp: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
      }),
      registry: { delegated: dutch, contacts: [["192.0.2.0/24", "abuse@net.example"]] },
    },
  ],
  [
    "where nobody is left, and a party would have taken it, a person decides as with a label",
    "uni held tlp",
    ofPolice({ recipients: ["foreign-csirt"] })({ uni: member, cert: {} }),
  ],
  [
    "where nobody is there anyway, nobody is the reason",
    "- held nobody",
    ofPolice({ recipients: ["foreign-csirt"] })({}),
  ],
  [
    "nothing for public authorities, also as owner",
    "uni network-operator isp 1",
    ofPolice({ government: false })({
      uni: { ...member, government: true },
      cert: { government: true },
      isp: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
    }),
  ],
  [
    "countries are those of organisations, at home where they say none",
    "uni owner uni 1",
    ofPolice({ countries: ["NL"] })({ uni: member, cert: { country: "BE" } }),
  ],
  [
    "a published contact is where the address is",
    "- held tlp",
    {
      ...ofPolice({ countries: ["BE"] })({}),
      registry: { announced, delegated: dutch, contacts: [["192.0.2.0/24", "abuse@net.example"]] },
    },
  ],
  [
    "and in an unknown country where there is no address",
    "- held tlp",
    {
      name: "shop.example",
      type: aboutName,
      policy: policyNumberOf("police" as FinderId),
      world: {
        finders: { police: [{ countries: ["NL"] }] },
        securityTxt: [{ of: "shop.example" }],
      },
    },
  ],
  [
    "a CSIRT abroad is in the country of the address",
    "- foreign-csirt csirt 1",
    {
      ...ofPolice({ countries: ["BE"] })({
        csirt: { roles: ["national-csirt"], serves: ["country:BE"] },
      }),
      registry: { delegated: { "192.0.2.0/24": "BE" } },
    },
  ],
  [
    "evidence withheld shows no more than a scan sees",
    "uni owner uni 1",
    { ...ofPolice({ evidence: "withheld" })({ uni }), type: bot },
  ],
  [
    "so leaked credentials wait",
    "uni held nobody",
    {
      name: "uni.example",
      type: leak,
      policy: policyNumberOf("police" as FinderId),
      world: {
        organisations: { uni: { claims: ["uni.example"] } },
        finders: { police: [{ evidence: "withheld" }] },
      },
    },
  ],
  [
    "several lines count together: none lifts what another forbids",
    "uni owner uni 1",
    ofPolice(
      { recipients: ["owner", "intermediary"] },
      { recipients: ["owner"] },
    )({
      uni: member,
      cert: {},
    }),
  ],
  [
    "a line that held when it was observed limits still",
    "uni owner uni 1",
    {
      ...ofPolice({ recipients: ["owner"], until: at("2026-07-02") })({ uni: member, cert: {} }),
      ...july,
    },
  ],
  [
    "and one that begins before it is decided does already",
    "uni owner uni 1",
    {
      ...ofPolice({ recipients: ["owner"], since: at("2026-07-02") })({ uni: member, cert: {} }),
      ...july,
    },
  ],
  [
    "outside of both it says nothing",
    "uni sole-intermediary cert 1",
    {
      ...ofPolice({ recipients: ["owner"], until: at("2026-07-01") })({ uni: member, cert: {} }),
      ...july,
    },
  ],
  [
    "informed parties are recipients too",
    "uni chosen-path uni 1 +isp 0",
    ofPolice({ recipients: ["owner", "network-operator"] })({
      uni: { ...uni, path: "direct", memberOf: [{ of: "cert", informed: true }] },
      cert: {},
      isp: { claims: [{ of: "192.0.0.0/16", use: "operate", informed: true }] },
    }),
  ],
  [
    "who may know in two capacities may where one is permitted",
    "uni chosen-path uni 1 +cert 0",
    ofPolice({ recipients: ["owner", "network-operator"] })({
      uni: { ...uni, path: "direct", memberOf: [{ of: "cert", informed: true }] },
      cert: { claims: [{ of: "192.0.0.0/16", use: "operate", informed: true }] },
    }),
  ],
  [
    "the policy of another finder is none of it",
    "uni sole-intermediary cert 1",
    {
      ...ofPolice({ recipients: ["owner"] })({ uni: member, cert: {} }),
      policy: policyNumberOf("divd" as FinderId),
    },
  ],
];
