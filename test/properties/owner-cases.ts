import { aboutName, address, announced, at, bot, type Case, leak } from "./decision-case.ts";

/** Who owns: "Claims, rules", and steps 1 to 4 of the decision. */
export const ownerCases: readonly Case[] = [
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
