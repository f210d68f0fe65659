import { describe, expect, test } from "vitest";
import type { Decision } from "../../src/domain/decision.ts";
import { toEmail } from "./arbitrary-objects.ts";
import { makeFindingType } from "./arbitrary-question.ts";
import {
  makeQuestion,
  makeRegistry,
  makeWorld,
  type PlainQuestion,
  type PlainRegistry,
  type PlainWorld,
} from "./make-world.ts";
import { naiveDecide } from "./naive-decide.ts";

/** `owner rung organisation-or-address tier`, or `owner held reason`; then whom it informs. */
function summarise({ owner, primary, held, informed }: Decision): string {
  const outcome =
    primary === null
      ? `held ${held.reason}`
      : `${primary.rung} ${primary.organisation ?? primary.address} ${primary.tier}`;
  const aside = informed.map(({ organisation, tier }) => ` +${organisation} ${tier}`).join("");
  return `${owner ?? "-"} ${outcome}${aside}`;
}

type Case = readonly [sentence: string, expected: string, given: Given];

type Given = PlainQuestion & {
  readonly world?: PlainWorld;
  readonly registry?: PlainRegistry;
  readonly dead?: readonly string[];
};

function decide({ world = {}, registry = {}, dead = [], ...question }: Given): string {
  return summarise(
    naiveDecide(
      makeQuestion(question),
      makeWorld(world),
      makeRegistry(registry),
      new Set(dead.map(toEmail)),
    ),
  );
}

const aboutName = makeFindingType("old-site", "vulnerability", "name", 1);
const bot = makeFindingType("bot", "compromise", "address", 3);
const leak = makeFindingType("leak", "leaked-credential", "mail-domain", 3);
const exploited = makeFindingType("exploited", "vulnerability", "address", 2, true);
const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const address = "192.0.2.7";
const announced = { "192.0.2.0/24": "AS64500" };
const dutch = { "192.0.2.0/24": "NL" };

const owners: readonly Case[] = [
  ["no claim, nobody", "- held nobody", { address }],
  [
    "the longest prefix wins",
    "inner owner inner 1",
    {
      address,
      world: {
        organisations: { outer: { claims: ["192.0.2.0/24"] }, inner: { claims: ["192.0.2.0/28"] } },
      },
    },
  ],
  [
    "any prefix above any AS number",
    "prefix owner prefix 1",
    {
      address,
      registry: { announced },
      world: {
        organisations: { as: { claims: ["AS64500"] }, prefix: { claims: ["192.0.0.0/16"] } },
      },
    },
  ],
  [
    "an address is covered by the AS that announces it",
    "as owner as 1",
    { address, registry: { announced }, world: { organisations: { as: { claims: ["AS64500"] } } } },
  ],
  [
    "what is not announced has no AS",
    "- held nobody",
    {
      address,
      registry: { systems: { AS64500: null } },
      world: { organisations: { as: { claims: ["AS64500"] } } },
    },
  ],
  [
    "a claim on the name of a finding about a name beats every claim on its address",
    "name owner name 1",
    {
      address,
      name: "www.a.example",
      type: aboutName,
      world: {
        organisations: {
          number: { claims: ["192.0.2.7/32"] },
          name: { claims: [{ of: "a.example", basis: "attested" }] },
        },
      },
    },
  ],
  [
    "a finding about an address has no other subject",
    "number owner number 1",
    {
      address,
      name: "www.a.example",
      world: {
        organisations: { number: { claims: ["192.0.2.0/24"] }, name: { claims: ["a.example"] } },
      },
    },
  ],
  [
    "a compromise is about the address first",
    "number owner number 3",
    {
      address,
      name: "www.a.example",
      type: bot,
      world: {
        organisations: { number: { claims: ["192.0.2.0/24"] }, name: { claims: ["a.example"] } },
      },
    },
  ],
  [
    "a leaked credential is about the mail domain only",
    "- held nobody",
    { address, type: leak, world: { organisations: { number: { claims: ["192.0.2.7/32"] } } } },
  ],
  [
    "labels end at dots",
    "- held nobody",
    {
      name: "ba.example",
      type: aboutName,
      world: { organisations: { a: { claims: ["a.example"] } } },
    },
  ],
  [
    "between equals the better trust",
    "zulu owner zulu 1",
    {
      address,
      world: {
        organisations: {
          alfa: { claims: [{ of: "192.0.2.0/24", basis: "registry" }] },
          zulu: { claims: ["192.0.2.0/24"] },
        },
      },
    },
  ],
  [
    "then the earliest",
    "zulu owner zulu 1",
    {
      address,
      world: {
        organisations: {
          alfa: { claims: [{ of: "192.0.2.0/24", since: at("2026-02-01") }] },
          zulu: { claims: [{ of: "192.0.2.0/24", since: at("2026-01-01") }] },
        },
      },
    },
  ],
  [
    "two equal in all but id: conflict, nobody is told",
    "- held conflict",
    {
      address,
      world: {
        organisations: {
          alfa: { claims: ["192.0.2.0/24"] },
          zulu: { claims: ["192.0.2.0/24"], memberOf: [{ of: "cert", informed: true }] },
          cert: {},
        },
      },
    },
  ],
  [
    "an `operate` claim makes no owner",
    "- network-operator host 1",
    {
      address,
      world: { organisations: { host: { claims: [{ of: "192.0.2.0/24", use: "operate" }] } } },
    },
  ],
  [
    "nor does one of a suspended organisation",
    "- held nobody",
    { address, world: { organisations: { gone: { claims: ["192.0.2.0/24"], suspended: true } } } },
  ],
  [
    "`since` is inclusive",
    "uni owner uni 1",
    {
      address,
      observedAt: at("2026-02-01"),
      world: {
        organisations: { uni: { claims: [{ of: "192.0.2.0/24", since: at("2026-02-01") }] } },
      },
    },
  ],
  [
    "`until` is exclusive, also when decided",
    "- held nobody",
    {
      address,
      observedAt: at("2026-02-01"),
      decidedAt: at("2026-03-01"),
      world: {
        organisations: { uni: { claims: [{ of: "192.0.2.0/24", until: at("2026-03-01") }] } },
      },
    },
  ],
  [
    "new proof grants no history",
    "- held nobody",
    {
      address,
      observedAt: at("2026-02-01"),
      world: {
        organisations: { uni: { claims: [{ of: "192.0.2.0/24", since: at("2026-02-02") }] } },
      },
    },
  ],
  [
    "an attested claim inside another's proved one waits",
    "holder owner holder 1",
    {
      address,
      world: {
        organisations: {
          holder: { claims: ["192.0.2.0/24"] },
          tenant: { claims: [{ of: "192.0.2.0/28", basis: "attested" }] },
        },
      },
    },
  ],
  [
    "equality is inside; an `operate` claim waits too",
    "holder owner holder 1",
    {
      address,
      world: {
        organisations: {
          holder: { claims: ["192.0.2.0/24"] },
          host: {
            claims: [{ of: "192.0.2.0/24", basis: "vouched", use: "operate", informed: true }],
          },
        },
      },
    },
  ],
  [
    "until the holder agrees",
    "tenant owner tenant 1",
    {
      address,
      world: {
        organisations: {
          holder: { claims: ["192.0.2.0/24"] },
          tenant: { claims: [{ of: "192.0.2.0/28", basis: "attested", agreed: true }] },
        },
      },
    },
  ],
  [
    "registry-derived ones don't wait",
    "tenant owner tenant 1",
    {
      address,
      world: {
        organisations: {
          holder: { claims: ["192.0.2.0/24"] },
          tenant: { claims: [{ of: "192.0.2.0/28", basis: "registry" }] },
        },
      },
    },
  ],
  [
    "an AS number encloses nothing, nor does an `operate` claim or one's own",
    "tenant owner tenant 1",
    {
      address,
      registry: { announced },
      world: {
        organisations: {
          as: { claims: ["AS64500", { of: "192.0.2.0/25", use: "operate" }] },
          tenant: { claims: ["192.0.2.0/24", { of: "192.0.2.0/28", basis: "attested" }] },
        },
      },
    },
  ],
];

const uni = { claims: ["192.0.2.0/24"] };
const member = { ...uni, memberOf: ["cert"] };

const ladder: readonly Case[] = [
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

const policy: readonly Case[] = [
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
        stops: [{ of: "192.0.2.7/32", by: "uni" }],
      },
    },
  ],
  [
    "a stop of somebody else is nothing",
    "uni owner uni 1",
    {
      address,
      world: { organisations: { uni, cert: {} }, stops: [{ of: "192.0.2.7/32", by: "cert" }] },
    },
  ],
  [
    "broken when the type is actively exploited",
    "uni owner uni 2",
    {
      address,
      type: exploited,
      world: { organisations: { uni }, stops: [{ of: "192.0.2.7/32", by: "uni" }] },
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
          uni: { ...member, accepts: { kinds: ["compromise"], minSeverity: null } },
          cert: { accepts: { kinds: null, minSeverity: "critical" } },
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

describe.each([
  ["owner", owners],
  ["ladder", ladder],
  ["policy", policy],
])("the naive decision: %s", (_, cases) => {
  test.each(cases)("%s", (_sentence, expected, given) => {
    expect(decide(given)).toBe(expected);
  });
});
