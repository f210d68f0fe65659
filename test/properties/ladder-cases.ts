import { makeFindingType } from "./arbitrary-question.ts";
import {
  aboutName,
  address,
  announced,
  at,
  type Case,
  dutch,
  exploited,
  member,
  uni,
} from "./decision-case.ts";

/** Each rung of the ladder: step 5. */
export const ladderCases: readonly Case[] = [
  [
    "chosen-path: direct",
    "uni chosen-path uni 1",
    { address, world: { organisations: { uni: { ...member, path: "direct" }, cert: {} } } },
  ],
  [
    "chosen-path: an intermediary it belongs to",
    "uni chosen-path other 1",
    {
      address,
      world: {
        organisations: {
          uni: { ...uni, memberOf: ["cert", "other"], path: "other" as never },
          cert: {},
          other: {},
        },
      },
    },
  ],
  [
    "without a live relation the rung is passed",
    "uni owner uni 1",
    {
      address,
      world: {
        organisations: {
          uni: {
            ...uni,
            memberOf: [{ of: "cert", until: at("2026-06-30") }],
            path: "cert" as never,
          },
          cert: {},
        },
      },
    },
  ],
  [
    "designated: for the owner's sector, and a relation",
    "uni designated other 1",
    {
      address,
      world: {
        organisations: {
          uni: { ...uni, sector: "education", memberOf: ["cert", "other"] },
          cert: {},
          other: {},
          third: {},
        },
        designations: [{ of: "third" }, { of: "cert", sector: "harbour" }, { of: "other" }],
      },
    },
  ],
  [
    "sole-intermediary: exactly one",
    "uni sole-intermediary cert 1",
    { address, world: { organisations: { uni: member, cert: {} } } },
  ],
  [
    "of two intermediaries neither is the only one",
    "uni owner uni 1",
    {
      address,
      world: {
        organisations: { uni: { ...uni, memberOf: ["cert", "other"] }, cert: {}, other: {} },
      },
    },
  ],
  [
    "constituency: name by labels before prefix by length",
    "- constituency deep 1",
    {
      address,
      name: "www.a.example",
      type: aboutName,
      world: {
        organisations: {
          broad: { serves: ["a.example"] },
          deep: { serves: ["www.a.example"] },
          net: { serves: ["192.0.2.7/32"] },
        },
      },
    },
  ],
  [
    "among equals the lower id",
    "- constituency alfa 1",
    {
      address,
      world: {
        organisations: { zulu: { serves: ["192.0.2.0/24"] }, alfa: { serves: ["192.0.2.0/24"] } },
      },
    },
  ],
  [
    "constituency: owners of that sector, related or not",
    "uni constituency cert 1",
    {
      address,
      tried: ["owner"],
      world: {
        organisations: {
          uni: { ...uni, sector: "education" },
          cert: { serves: ["sector:education"] },
        },
      },
    },
  ],
  [
    "security-txt of exactly that name, tier 1",
    "- security-txt security@shop.example 1",
    {
      name: "shop.example",
      type: makeFindingType("leaky", "vulnerability", "name", 2),
      world: { securityTxt: [{ of: "shop.example" }] },
    },
  ],
  [
    "not of a name below it, nor one that expired",
    "- held nobody",
    {
      name: "www.shop.example",
      type: aboutName,
      world: {
        securityTxt: [
          { of: "shop.example" },
          { of: "www.shop.example", expiresAt: at("2026-07-01") },
        ],
      },
    },
  ],
  [
    "network-operator: through the intermediary it chose",
    "- network-operator cert 1",
    {
      address,
      world: {
        organisations: {
          host: {
            claims: [{ of: "192.0.2.0/24", use: "operate" }],
            memberOf: ["cert"],
            path: "cert" as never,
          },
          cert: {},
        },
      },
    },
  ],
  [
    "of two operators the most specific",
    "- network-operator inner 1",
    {
      address,
      registry: { announced },
      world: {
        organisations: {
          outer: { claims: [{ of: "AS64500", use: "operate" }] },
          inner: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
        },
      },
    },
  ],
  [
    "network-constituency: a criterion on the AS",
    "- network-constituency cert 1",
    {
      address,
      registry: { announced, delegated: dutch },
      world: { organisations: { cert: { serves: ["AS64500", "country:NL"] } } },
    },
  ],
  [
    "abuse-contact: of the smallest registered range",
    "- abuse-contact small@net.example 1",
    {
      address,
      type: exploited,
      registry: {
        contacts: [
          ["192.0.0.0/16", "big@net.example"],
          ["192.0.2.0/24", "small@net.example"],
        ],
      },
    },
  ],
  [
    "among equal ranges the alphabetically first",
    "- abuse-contact a@net.example 1",
    {
      address,
      registry: {
        contacts: [
          ["192.0.2.0/24", "b@net.example"],
          ["192.0.2.0/24", "a@net.example"],
        ],
      },
    },
  ],
  [
    "if that address is dead, the AS's contact",
    "- abuse-contact as@net.example 1",
    {
      address,
      dead: ["small@net.example"],
      registry: {
        announced,
        systems: { AS64500: "as@net.example" },
        contacts: [
          ["192.0.0.0/16", "big@net.example"],
          ["192.0.2.0/24", "small@net.example"],
        ],
      },
    },
  ],
  [
    "else of the AS",
    "- abuse-contact as@net.example 1",
    { address, registry: { announced, systems: { AS64500: "as@net.example" } } },
  ],
  [
    "catch-all: a criterion on country, tier 1",
    "- catch-all cert 1",
    {
      address,
      type: exploited,
      registry: { delegated: dutch },
      world: { organisations: { cert: { serves: ["country:NL"], maxTier: 3 } } },
    },
  ],
  [
    "foreign-csirt: of the country, abroad",
    "- foreign-csirt csirt 1",
    {
      address,
      registry: { delegated: { "192.0.2.0/24": "DE" } },
      world: { organisations: { csirt: { roles: ["national-csirt"], serves: ["country:DE"] } } },
    },
  ],
  [
    "not at home",
    "- held nobody",
    {
      address,
      registry: { delegated: dutch },
      world: { organisations: { csirt: { roles: ["national-csirt"], serves: ["country:NL"] } } },
    },
  ],
  [
    "a tried rung is passed",
    "uni owner uni 1",
    {
      address,
      tried: ["chosen-path", "sole-intermediary"],
      world: { organisations: { uni: member, cert: {} } },
    },
  ],
];
