import { takesEverything } from "../../src/domain/world/world.ts";
import {
  address,
  at,
  bot,
  type Case,
  dutch,
  exploited,
  leak,
  member,
  uni,
} from "./decision-case.ts";

/** What ends the walk, passes a rung, or only reduces: filters, stops, labels, grade, tiers, informed parties. */
export const policyCases: readonly Case[] = [
  [
    "a filter of the owner ends the walk",
    "uni held declined",
    {
      address,
      world: {
        organisations: {
          uni: { ...member, filters: [{ kind: "vulnerability", type: null }] },
          cert: {},
        },
      },
    },
  ],
  [
    "a filter of an intermediary is not the owner's",
    "uni sole-intermediary cert 1",
    {
      address,
      world: {
        organisations: { uni: member, cert: { filters: [{ kind: "vulnerability", type: null }] } },
      },
    },
  ],
  [
    "a stop on the object ends the walk, nobody informed",
    "uni held stopped",
    {
      address,
      world: {
        organisations: {
          uni: { ...uni, memberOf: [{ of: "cert", informed: true }], path: "direct" },
          cert: {},
        },
        stops: [{ of: "192.0.2.7/32", by: "uni", until: at("2026-08-01") }],
      },
    },
  ],
  [
    "a stop of somebody else is nothing",
    "uni owner uni 1",
    {
      address,
      world: {
        organisations: { uni, cert: {} },
        stops: [{ of: "192.0.2.7/32", by: "cert", until: at("2026-08-01") }],
      },
    },
  ],
  [
    "broken when the type is actively exploited",
    "uni owner uni 2",
    {
      address,
      type: exploited,
      world: {
        organisations: { uni },
        stops: [{ of: "192.0.2.7/32", by: "uni", until: at("2026-08-01") }],
      },
    },
  ],
  [
    "at most 180 days",
    "uni owner uni 1",
    {
      address,
      world: {
        organisations: { uni },
        stops: [{ of: "192.0.2.7/32", by: "uni", since: at("2026-01-01") }],
      },
    },
  ],
  [
    "a refusal passes to the next rung, also an owner's",
    "uni abuse-contact abuse@net.example 1",
    {
      address,
      registry: { contacts: [["192.0.2.0/24", "abuse@net.example"]] },
      world: {
        organisations: {
          uni: { ...member, accepts: { ...takesEverything, kinds: ["compromise"] } },
          cert: { accepts: { ...takesEverything, minSeverity: "critical" } },
        },
      },
    },
  ],
  [
    "a suppressed address passes to the next rung",
    "uni owner uni 1",
    {
      address,
      world: {
        organisations: { uni: member, cert: {} },
        suppressions: [{ of: "findings@cert.example" }],
      },
    },
  ],
  [
    "a suppression that ended does not",
    "uni sole-intermediary cert 1",
    {
      address,
      world: {
        organisations: { uni: member, cert: {} },
        suppressions: [{ of: "findings@cert.example", until: at("2026-07-01") }],
      },
    },
  ],
  [
    "AMBER+STRICT: the owner, not its intermediary, nobody informed",
    "uni owner uni 1",
    {
      address,
      tlp: "AMBER+STRICT",
      world: {
        organisations: { uni: { ...uni, memberOf: [{ of: "cert", informed: true }] }, cert: {} },
      },
    },
  ],
  [
    "AMBER+STRICT: no abuse contact, and the label alone is why",
    "- held tlp",
    {
      address,
      tlp: "AMBER+STRICT",
      registry: { contacts: [["192.0.2.0/24", "abuse@net.example"]] },
    },
  ],
  [
    "RED: held for a person",
    "uni held tlp",
    { address, tlp: "RED", world: { organisations: { uni } } },
  ],
  ["RED: even where there is nobody", "- held tlp", { address, tlp: "RED" }],
  [
    "an organisation's own tlp is a ceiling",
    "uni owner uni 1",
    { address, world: { organisations: { uni: member, cert: { tlp: "GREEN" } } } },
  ],
  [
    "an inferred finding never goes to an abuse contact unreleased",
    "- held grade",
    {
      address,
      gradeSuffices: false,
      registry: { contacts: [["192.0.2.0/24", "abuse@net.example"]] },
    },
  ],
  [
    "but to the catch-all",
    "- catch-all cert 1",
    {
      address,
      gradeSuffices: false,
      registry: { delegated: dutch, contacts: [["192.0.2.0/24", "abuse@net.example"]] },
      world: { organisations: { cert: { serves: ["country:NL"] } } },
    },
  ],
  [
    "the label goes before the grade",
    "- held tlp",
    {
      address,
      name: "a.example",
      type: bot,
      gradeSuffices: false,
      tlp: "AMBER+STRICT",
      registry: { delegated: dutch },
      world: {
        organisations: { cert: { serves: ["country:NL"] } },
        securityTxt: [{ of: "a.example" }],
      },
    },
  ],
  [
    "tier: an attested owner sees 1",
    "uni owner uni 1",
    {
      address,
      type: bot,
      world: { organisations: { uni: { claims: [{ of: "192.0.2.0/24", basis: "attested" }] } } },
    },
  ],
  [
    "tier: a vouched owner sees 2",
    "uni owner uni 2",
    {
      address,
      type: bot,
      world: { organisations: { uni: { claims: [{ of: "192.0.2.0/24", basis: "vouched" }] } } },
    },
  ],
  [
    "tier: an intermediary sees 2 unless it may see more",
    "uni sole-intermediary cert 2",
    { address, type: bot, world: { organisations: { uni: member, cert: {} } } },
  ],
  [
    "tier: the recipient's own limit",
    "uni owner uni 0",
    { address, type: bot, world: { organisations: { uni: { ...uni, maxTier: 0 } } } },
  ],
  [
    "leaked credentials pass every rung that may not see tier 3",
    "uni owner uni 3",
    {
      name: "a.example",
      type: leak,
      world: { organisations: { uni: { claims: ["a.example"], memberOf: ["cert"] }, cert: {} } },
    },
  ],
  [
    "informed: an intermediary with a relation and the operator, tier 0, never the primary",
    "uni chosen-path cert 1 +host 0 +other 0",
    {
      address,
      world: {
        organisations: {
          uni: {
            ...uni,
            memberOf: [{ of: "cert", informed: true }, { of: "other", informed: true }, "third"],
            path: "cert" as never,
          },
          other: {},
          cert: {},
          third: {},
          host: { claims: [{ of: "192.0.2.0/24", use: "operate", informed: true }] },
        },
      },
    },
  ],
];
