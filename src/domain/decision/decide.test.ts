import { describe, expect, test } from "vitest";
import { must, toEmail } from "../../../test/properties/arbitrary-objects.ts";
import { makeFindingType } from "../../../test/properties/arbitrary-question.ts";
import {
  makeQuestion,
  makeRegistry,
  makeWorld,
  type PlainQuestion,
  type PlainRegistry,
  type PlainWorld,
} from "../../../test/properties/make-world.ts";
import type { FindingTypeId, OrganisationId } from "../ids.ts";
import { classOfAddress4, classOfName, compileWorld } from "../world/compile-world.ts";
import { takesEverything } from "../world/world.ts";
import { decide } from "./decide.ts";
import type { TraceStep } from "./decision.ts";

type Given = PlainQuestion & {
  readonly world: PlainWorld;
  readonly registry?: PlainRegistry;
  readonly dead?: readonly string[];
};

/** The trace as one line a step, and the detail of the hold. */
function explain({ world, registry = {}, dead = [], ...plain }: Given) {
  const compiled = compileWorld(
    makeWorld(world),
    makeRegistry(registry),
    new Set(dead.map(toEmail)),
  );
  const { address, name, ...question } = makeQuestion(plain);
  const trace: TraceStep[] = [];
  const decision = decide(
    {
      ...question,
      addressClass: address === null ? -1 : classOfAddress4(compiled, must(address).words[0]),
      nameClass: name === null ? -1 : classOfName(compiled, name),
    },
    compiled,
    trace,
  );
  const lines = trace.map((step) =>
    [step.step, ...(step.step === "rung" ? [step.rung] : []), step.candidate, step.outcome].join(
      " | ",
    ),
  );
  return { lines, detail: decision.held?.detail ?? null };
}

const address = "192.0.2.7";

describe("the trace", () => {
  test("has the shape that `who --json` promises", () => {
    const { lines } = explain({
      address,
      world: {
        organisations: {
          "uni-x": {
            claims: ["192.0.2.0/24"],
            memberOf: ["surfcert"],
            path: "surfcert" as OrganisationId,
          },
          surfcert: {},
        },
      },
    });
    expect(lines).toEqual([
      "claim | uni-x 192.0.2.0/24 proved | owner",
      "rung | chosen-path | surfcert | taken",
    ]);
  });

  test("says of every claim why it is not the owner's", () => {
    const { lines } = explain({
      address,
      world: {
        organisations: {
          holder: { claims: ["192.0.2.0/24"] },
          tenant: { claims: [{ of: "192.0.2.0/28", basis: "attested" }] },
          former: { claims: [{ of: "192.0.2.0/26", until: 1 }] },
          blocked: { claims: ["192.0.2.0/27"], suspended: true },
          wide: { claims: ["192.0.0.0/16"] },
          network: { claims: [{ of: "192.0.2.0/24", use: "operate", basis: "registry" }] },
        },
      },
    });
    expect(lines.filter((line) => line.startsWith("claim"))).toEqual([
      "claim | tenant 192.0.2.0/28 attested | waits: inside a proved claim of another organisation",
      "claim | blocked 192.0.2.0/27 proved | organisation not in good standing",
      "claim | former 192.0.2.0/26 proved | not valid when observed: until 1970-01-01T00:00:00Z",
      "claim | holder 192.0.2.0/24 proved | owner",
      "claim | wide 192.0.0.0/16 proved | outranked",
      "claim | network operate 192.0.2.0/24 registry | operator",
    ]);
  });

  test("names the instrument under which somebody may have it, and the one that ended", () => {
    const uni = { claims: ["192.0.2.0/24"], sector: "education", memberOf: ["cert", "hub"] };
    const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
    const { lines } = explain({
      address,
      observedAt: day("2026-07-01"),
      decidedAt: day("2026-07-05"),
      world: {
        organisations: { uni, cert: {}, hub: {}, net: {}, ops: { serves: ["192.0.2.0/24"] } },
        designations: [
          { of: "cert", reference: "Old Act, article 3", until: day("2026-07-03") },
          { of: "hub", reference: "New Act, article 9" },
        ],
        mandates: [
          { of: "hub", about: "members", instrument: "Decree 7", until: day("2026-07-04") },
          { of: "ops", about: "country:NL", instrument: "Agreement 12", kinds: ["vulnerability"] },
          { of: "cert", about: "members", instrument: "Decree 8" },
        ],
      },
      tried: ["owner"],
    });
    expect(lines).toEqual([
      "claim | uni 192.0.2.0/24 proved | owner",
      "rung | chosen-path |  | no candidate",
      "designation | cert for education | not valid when decided: until 2026-07-03",
      "designation | hub for education | New Act, article 9",
      "rung | designated | hub | no mandate: Decree 7 is not valid when decided: until 2026-07-04",
      "rung | sole-intermediary |  | several relations",
      "rung | owner |  | tried",
      "rung | constituency | ops | no mandate: Agreement 12 covers country:NL (vulnerability)",
      "rung | security-txt |  | no candidate",
      "rung | network-operator |  | no candidate",
      "rung | network-constituency |  | no candidate",
      "rung | abuse-contact |  | no candidate",
      "rung | catch-all |  | no candidate",
      "rung | foreign-csirt |  | no candidate",
    ]);
    const duty = explain({
      address,
      world: {
        organisations: { uni: { ...uni, memberOf: ["hub"] }, hub: {} },
        mandateRequired: [{}, { reference: "New Act, article 12" }],
      },
    });
    expect(duty.lines).toContain(
      "rung | sole-intermediary | hub | no mandate: New Act, article 12 asks for one",
    );
    const chosen = explain({
      address,
      world: {
        organisations: { uni: { ...uni, path: "cert" as OrganisationId }, cert: {}, hub: {} },
        mandates: [{ of: "cert", about: "members", instrument: "Decree 8" }],
      },
    });
    expect(chosen.lines).toEqual([
      "claim | uni 192.0.2.0/24 proved | owner",
      "mandate | cert about members | Decree 8",
      "rung | chosen-path | cert | taken",
    ]);
  });

  test("says of every rung up to the one taken why it was passed", () => {
    const { lines } = explain({
      address,
      tlp: "AMBER+STRICT",
      severity: "info",
      tried: ["designated"],
      world: {
        organisations: {
          owner: {
            claims: ["192.0.2.0/24"],
            path: "gone" as OrganisationId,
            memberOf: ["cert"],
            accepts: { ...takesEverything, minSeverity: "low" },
          },
          gone: {},
          cert: { serves: ["192.0.2.0/24"] },
        },
      },
      registry: {
        delegated: { "192.0.2.0/24": "DE" },
        contacts: [["192.0.2.0/24", "abuse@range.example"]],
      },
      dead: ["abuse@range.example"],
    });
    expect(lines).toEqual([
      "claim | owner 192.0.2.0/24 proved | owner",
      "rung | chosen-path | gone | no relation",
      "rung | designated |  | tried",
      "rung | sole-intermediary | cert | not permitted by AMBER+STRICT",
      "rung | owner | owner | declines info",
      "rung | constituency | cert | not permitted by AMBER+STRICT",
      "rung | security-txt |  | no candidate",
      "rung | network-operator |  | no candidate",
      "rung | network-constituency |  | no candidate",
      "rung | abuse-contact | abuse@range.example | not permitted by AMBER+STRICT",
      "rung | catch-all |  | no candidate",
      "rung | foreign-csirt |  | no candidate",
    ]);
  });

  test("names the address that is silent and the one that is asked instead", () => {
    const { lines } = explain({
      address,
      world: { suppressions: [{ of: "abuse@range.example" }] },
      registry: {
        announced: { "192.0.2.0/24": "AS64500" },
        systems: { AS64500: "abuse@as.example" },
        contacts: [["192.0.2.0/24", "abuse@range.example"]],
      },
    });
    expect(lines.filter((line) => line.includes("abuse-contact"))).toEqual([
      "rung | abuse-contact | abuse@range.example | address suppressed",
      "rung | abuse-contact | abuse@as.example | taken",
    ]);
  });

  test("shows identifiers that are no evidence", () => {
    const leak = makeFindingType("leak", "leaked-credential", "mail-domain", 3);
    const world = { organisations: { a: { claims: ["192.0.2.0/24", "a.example"] } } };
    expect(explain({ address, name: "a.example", type: leak, world }).lines.slice(0, 2)).toEqual([
      "subject | address | no evidence for leaked-credential",
      "claim | a a.example proved | owner",
    ]);
    expect(explain({ address, name: "a.example", world }).lines[0]).toBe(
      "subject | name | the type is about addresses",
    );
  });

  test("names whom it informs, and why not others", () => {
    const { lines } = explain({
      address,
      world: {
        organisations: {
          owner: {
            claims: ["192.0.2.0/24"],
            memberOf: [
              { of: "first", informed: true },
              { of: "green", informed: true },
              { of: "mute", informed: true },
            ],
          },
          first: {},
          green: { tlp: "GREEN" },
          mute: { contacts: [] },
          network: { claims: [{ of: "192.0.2.0/24", use: "operate", informed: true }] },
        },
      },
    });
    expect(lines.filter((line) => line.startsWith("informed"))).toEqual([
      "informed | first | informed",
      "informed | green | above its ceiling GREEN",
      "informed | mute | no usable address",
      "informed | network | informed",
    ]);
  });
});

describe("the detail of a hold tells a person what to do", () => {
  const owned = { organisations: { owner: { claims: ["192.0.2.0/24"] } } };
  const abuse = { contacts: [["192.0.2.0/24", "abuse@range.example"]] as const };

  test.each<[string, Given, string | null]>([
    ["taken", { address, world: owned }, null],
    [
      "conflict",
      {
        address,
        world: {
          organisations: { a: { claims: ["192.0.2.0/24"] }, b: { claims: ["192.0.2.0/24"] } },
        },
      },
      "192.0.2.0/24 is claimed alike by a and b",
    ],
    [
      "declined by type",
      {
        address,
        world: {
          organisations: {
            owner: {
              claims: ["192.0.2.0/24"],
              filters: [{ kind: null, type: "old-server" as FindingTypeId }],
            },
          },
        },
      },
      "owner declines old-server",
    ],
    [
      "stopped",
      {
        address,
        world: {
          ...owned,
          stops: [{ of: "192.0.2.0/28", by: "owner", until: Date.parse("2026-08-01") }],
        },
      },
      "owner asked not to hear of 192.0.2.0/28: honeypot",
    ],
    [
      "RED",
      { address, world: owned, tlp: "RED" },
      "RED is for named persons only: a person has to decide",
    ],
    [
      "label",
      { address, world: {}, registry: abuse, tlp: "AMBER+STRICT" },
      "abuse@range.example (abuse-contact): not permitted by AMBER+STRICT",
    ],
    [
      "label and grade",
      { address, world: {}, registry: abuse, tlp: "AMBER+STRICT", gradeSuffices: false },
      "abuse@range.example (abuse-contact): not permitted by AMBER+STRICT",
    ],
    [
      "grade",
      { address, world: {}, registry: abuse, gradeSuffices: false },
      "not verified: a person has to release it before it goes to abuse@range.example (abuse-contact)",
    ],
    ["nobody", { address, world: {} }, "no rung has a party that may get it and takes it"],
  ])("%s", (_, given, detail) => {
    expect(explain(given).detail).toBe(detail);
  });
});

test("a filter by any name of the type declines it", () => {
  const type = {
    ...makeFindingType("open-rdp", "misconfiguration", "address", 1),
    aliases: ["scan_rdp"],
  };
  const filters = [{ kind: null, type: "scan_rdp" as FindingTypeId }];
  const world = { organisations: { owner: { claims: ["192.0.2.0/24"], filters } } };
  expect(explain({ address, type, world }).detail).toBe("owner declines scan_rdp");
});

test("a stop without a beginning holds for 180 days before its end", () => {
  const until = Date.parse("2027-01-01");
  const world = {
    organisations: { owner: { claims: ["192.0.2.0/24"] } },
    stops: [{ of: "192.0.2.7/32", by: "owner", until }],
  };
  const heldAt = (at: number) => explain({ address, world, observedAt: at, decidedAt: at }).detail;
  const since = until - 180 * 86_400_000;
  expect([since - 1, since, until - 1, until].map((at) => heldAt(at) !== null)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
