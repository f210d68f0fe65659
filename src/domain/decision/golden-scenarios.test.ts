/** What the decision has to do with the golden scenarios; journeys and the demonstration show the rest. */
import { describe, expect, test } from "vitest";
import { aboutName, at, decideCase, type Given } from "../../../test/properties/decision-case.ts";
import { fastDecider } from "../../../test/properties/fast-decide.ts";
import { makeQuestion, makeRegistry, makeWorld } from "../../../test/properties/make-world.ts";
import type { OrganisationId } from "../ids.ts";
import type { TraceStep } from "./decision.ts";

const decide = (given: Given) => decideCase(given, fastDecider);

describe("scenario 5: a domain moved to another owner between rounds", () => {
  const moved = at("2026-11-21");
  const world = {
    organisations: {
      old: { claims: [{ of: "shop.example", until: moved }] },
      young: { claims: [{ of: "shop.example", since: moved }] },
    },
  };
  const ask = (observed: string, decided: string) =>
    decide({
      name: "till.shop.example",
      type: aboutName,
      observedAt: at(observed),
      decidedAt: at(decided),
      world,
    });

  test("before it the old one is told, after it the new one", () => {
    expect(ask("2026-11-19", "2026-11-20")).toBe("old owner old 1");
    expect(ask("2026-11-21", "2026-11-22")).toBe("young owner young 1");
  });

  test("what was seen before and is decided after is neither's: no link to the old, no history for the new", () => {
    expect(ask("2026-11-20", "2026-11-22")).toBe("- held nobody");
  });
});

test("scenario 6: one address, three parties: one is asked, two may know, and the trace says why for each", () => {
  const world = makeWorld({
    organisations: {
      terminal: {
        claims: ["192.0.2.0/28"],
        sector: "port",
        memberOf: ["trust-circle", { of: "harbour", informed: true }],
        path: "trust-circle" as OrganisationId,
      },
      "trust-circle": {},
      harbour: { serves: ["192.0.2.0/24", "sector:port"] },
      hoster: {
        claims: [{ of: "192.0.0.0/16", use: "operate", basis: "registry", informed: true }],
      },
      "clean-net": { serves: ["AS64500"] },
    },
    mandates: [
      { of: "trust-circle", about: "members", instrument: "Agreement 1" },
      { of: "harbour", about: "sector:port", instrument: "Port decree" },
      { of: "hoster", about: "own", instrument: "Telecom act" },
    ],
    mandateRequired: [{}],
  });
  const registry = makeRegistry({ announced: { "192.0.2.0/24": "AS64500" } });
  const trace: TraceStep[] = [];
  const setting = { world, registry, deadAddresses: new Set<never>() };
  const decision = fastDecider(setting)(makeQuestion({ address: "192.0.2.7" }), trace);
  expect(decision).toMatchObject({
    owner: "terminal",
    primary: { rung: "chosen-path", organisation: "trust-circle", tier: 1 },
    informed: [
      { organisation: "harbour", tier: 0 },
      { organisation: "hoster", tier: 0 },
    ],
    held: null,
  });
  expect(trace.map(({ step, candidate, outcome }) => [step, candidate, outcome])).toEqual([
    ["claim", "terminal 192.0.2.0/28 proved", "owner"],
    ["claim", "hoster operate 192.0.0.0/16 registry", "operator"],
    ["mandate", "trust-circle about members", "Agreement 1"],
    ["rung", "trust-circle", "taken"],
    ["mandate", "harbour about sector:port", "Port decree"],
    ["informed", "harbour", "informed"],
    ["mandate", "hoster about own", "Telecom act"],
    ["informed", "hoster", "informed"],
  ]);
});

test("scenario 7: a rung that was tried and came to nothing is passed, and who was silent is not informed instead", () => {
  const organisations = {
    uni: { claims: ["192.0.2.0/24"], memberOf: ["cert"], path: "cert" as OrganisationId },
    cert: {},
  };
  const given = { address: "192.0.2.7", severity: "critical" as const, world: { organisations } };
  expect(decide(given)).toBe("uni chosen-path cert 1");
  const after = { ...given, tried: ["chosen-path", "sole-intermediary"] as const };
  expect(decide(after)).toBe("uni owner uni 1");
});
