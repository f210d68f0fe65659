import type { OrganisationId } from "../../src/domain/ids.ts";
import { takesEverything } from "../../src/domain/world/world.ts";
import {
  address,
  announced,
  at,
  bot,
  type Case,
  dutch,
  exploited,
  leak,
  member,
  uni,
} from "./decision-case.ts";

const july = { observedAt: at("2026-07-01"), decidedAt: at("2026-07-02") };

/** What the law lets parties receive, and what they say that they can act on. */
export const mandateCases: readonly Case[] = [
  [
    "without a mandate ever, relations and roles say who may have it",
    "uni sole-intermediary cert 1",
    { address, world: { organisations: { uni: member, cert: {} } } },
  ],
  [
    "a mandate about members is enough for a member",
    "uni sole-intermediary cert 1",
    {
      address,
      world: {
        organisations: { uni: member, cert: {} },
        mandates: [{ of: "cert", about: "members" }],
      },
    },
  ],
  [
    "a mandate about something else is not: the walk goes on",
    "uni owner uni 1",
    {
      address,
      world: {
        organisations: { uni: member, cert: {} },
        mandates: [{ of: "cert", about: "sector:care" }],
      },
    },
  ],
  [
    "a mandate that ended before it was decided is as none, and so is one of other times ever",
    "uni owner uni 1",
    {
      ...july,
      address,
      world: {
        organisations: { uni: member, cert: {} },
        mandates: [{ of: "cert", about: "members", until: at("2026-07-02") }],
      },
    },
  ],
  [
    "nor does one that began after it was observed give history",
    "uni owner uni 1",
    {
      ...july,
      address,
      world: {
        organisations: { uni: member, cert: {} },
        mandates: [{ of: "cert", about: "members", since: at("2026-07-02") }],
      },
    },
  ],
  [
    "one that holds at both instants does, to the very edge",
    "uni sole-intermediary cert 1",
    {
      ...july,
      address,
      world: {
        organisations: { uni: member, cert: {} },
        mandates: [
          {
            of: "cert",
            about: "members",
            since: at("2026-07-01"),
            until: at("2026-07-02") + 1,
          },
        ],
      },
    },
  ],
  [
    "a mandate of some kinds covers those alone",
    "uni owner uni 3",
    {
      address,
      type: bot,
      world: {
        organisations: { uni: member, cert: {} },
        mandates: [{ of: "cert", about: "members", kinds: ["vulnerability"] }],
      },
    },
  ],
  [
    "its tier is a limit; of several that cover it the one that shows most counts",
    "uni sole-intermediary cert 1",
    {
      address,
      type: bot,
      world: {
        organisations: { uni: member, cert: { maxTier: 3 } },
        mandates: [
          { of: "cert", about: "members", maxTier: 0 },
          { of: "cert", about: "anyone", maxTier: 1 },
        ],
      },
    },
  ],
  [
    "under a mandate for less than tier 3 leaked credentials pass the rung",
    "uni owner uni 3",
    {
      name: "uni.example",
      type: leak,
      world: {
        organisations: {
          uni: { claims: ["uni.example"], memberOf: ["cert"] },
          cert: { maxTier: 3 },
        },
        mandates: [{ of: "cert", about: "members", maxTier: 2 }],
      },
    },
  ],
  [
    "a mandate widens nothing: the organisation's own maxTier stays",
    "uni sole-intermediary cert 0",
    {
      address,
      world: {
        organisations: { uni: member, cert: { maxTier: 0 } },
        mandates: [{ of: "cert", about: "anyone", maxTier: 3 }],
      },
    },
  ],
  [
    "an owner needs no mandate, whatever mandates it has as somebody else",
    "uni chosen-path uni 1",
    {
      address,
      world: {
        organisations: { uni: { ...uni, path: "direct" } },
        mandates: [{ of: "uni", about: "sector:care" }],
        mandateRequired: [{}],
      },
    },
  ],
  [
    "a mandate about a sector covers owners of the sector",
    "uni constituency cert 1",
    {
      address,
      tried: ["owner"],
      world: {
        organisations: {
          uni: { ...uni, sector: "education" },
          cert: { serves: ["sector:education"] },
        },
        mandates: [{ of: "cert", about: "sector:education" }],
      },
    },
  ],
  [
    "a mandate about a country covers its addresses, claimed or not",
    "- catch-all net 1",
    {
      address,
      registry: { delegated: dutch },
      world: {
        organisations: { net: { serves: ["country:NL"] } },
        mandates: [{ of: "net", about: "country:NL" }],
      },
    },
  ],
  [
    "and not those of another",
    "- held nobody",
    {
      address,
      registry: { delegated: dutch },
      world: {
        organisations: { net: { serves: ["country:NL"] } },
        mandates: [{ of: "net", about: "country:BE" }],
      },
    },
  ],
  [
    "a mandate about its own covers the network that it operates",
    "- network-operator isp 1",
    {
      address,
      world: {
        organisations: { isp: { claims: [{ of: "192.0.2.0/24", use: "operate" }] } },
        mandates: [{ of: "isp", about: "own" }],
        mandateRequired: [{}],
      },
    },
  ],
  [
    "members are those of whom the network is, too",
    "- network-operator cert 1",
    {
      address,
      world: {
        organisations: {
          isp: {
            claims: [{ of: "192.0.2.0/24", use: "operate" }],
            memberOf: ["cert"],
            path: "cert" as OrganisationId,
          },
          cert: {},
        },
        mandates: [{ of: "cert", about: "members" }],
      },
    },
  ],
  [
    "where a mandate is required, who has none gets nothing; published contacts are asked still",
    "- abuse-contact abuse@net.example 1",
    {
      address,
      registry: { announced, delegated: dutch, contacts: [["192.0.2.0/24", "abuse@net.example"]] },
      world: {
        organisations: { cert: { serves: ["AS64500"] }, net: { serves: ["country:NL"] } },
        mandateRequired: [{}],
      },
    },
  ],
  [
    "a requirement that holds at one of the two instants is enough",
    "uni owner uni 1",
    {
      ...july,
      address,
      world: {
        organisations: { uni: member, cert: {} },
        mandateRequired: [{ since: at("2026-07-02") }],
      },
    },
  ],
  [
    "before and after it nothing is required",
    "uni sole-intermediary cert 1",
    {
      ...july,
      address,
      world: {
        organisations: { uni: member, cert: {} },
        mandateRequired: [{ until: at("2026-07-01") }, { since: at("2026-07-02") + 1 }],
      },
    },
  ],
  [
    "informed parties need a mandate likewise",
    "uni chosen-path uni 1",
    {
      address,
      world: {
        organisations: {
          uni: { ...uni, memberOf: [{ of: "cert", informed: true }], path: "direct" },
          cert: {},
        },
        mandates: [{ of: "cert", about: "sector:care" }],
      },
    },
  ],
  [
    "a designation of some kinds is for those alone",
    "uni owner uni 1",
    {
      address,
      world: {
        organisations: {
          uni: { ...uni, sector: "education", memberOf: ["cert", "other"] },
          cert: {},
          other: {},
        },
        designations: [{ of: "cert", kinds: ["compromise"] }],
      },
    },
  ],
  [
    "a ceiling holds while it holds at either instant, and the strictest counts",
    "uni owner uni 1",
    {
      ...july,
      address,
      world: {
        organisations: {
          uni: member,
          cert: {
            tlp: "AMBER",
            ceilings: [
              { label: "GREEN", since: at("2026-07-02"), until: Infinity },
              { label: "RED", since: -Infinity, until: Infinity },
            ],
          },
        },
      },
    },
  ],
  [
    "after it ended for both it is no ceiling",
    "uni sole-intermediary cert 1",
    {
      ...july,
      address,
      world: {
        organisations: {
          uni: member,
          cert: { ceilings: [{ label: "CLEAR", since: -Infinity, until: at("2026-07-01") }] },
        },
      },
    },
  ],
  [
    "who acts on what is due now passes on what is due in the day",
    "uni owner uni 1",
    {
      address,
      severity: "high",
      world: {
        organisations: { uni: member, cert: { accepts: { ...takesEverything, lanes: ["now"] } } },
      },
    },
  ],
  [
    "and takes what is due now: high and exploited",
    "uni sole-intermediary cert 2",
    {
      address,
      severity: "high",
      type: exploited,
      world: {
        organisations: { uni: member, cert: { accepts: { ...takesEverything, lanes: ["now"] } } },
      },
    },
  ],
  [
    "who takes no tier 2 passes it on, where a maxTier would shorten it",
    "uni owner uni 2",
    {
      address,
      type: exploited,
      world: {
        organisations: { uni: member, cert: { accepts: { ...takesEverything, maxTier: 1 } } },
      },
    },
  ],
  [
    "who takes some types passes on the others",
    "uni owner uni 1",
    {
      address,
      world: {
        organisations: {
          uni: member,
          cert: { accepts: { ...takesEverything, types: [exploited.id] } },
        },
      },
    },
  ],
];
