import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { must } from "../../../test/properties/arbitrary-objects.ts";
import { makeFindingType } from "../../../test/properties/arbitrary-question.ts";
import { anySetting } from "../../../test/properties/arbitrary-setting.ts";
import {
  makeRegistry,
  makeWorld,
  type PlainRegistry,
  type PlainWorld,
} from "../../../test/properties/make-world.ts";
import { propertySettings } from "../../../test/properties/settings.ts";
import type { FindingType } from "../finding/finding-type.ts";
import type { SnapshotId } from "../ids.ts";
import { findNetworkObject, formatNetworkObject } from "../network/network-object.ts";
import type { Registry } from "../registry/registry.ts";
import { compileWorld } from "../world/compile-world.ts";
import type { World } from "../world/world.ts";
import { type Explain, makeExplain } from "./explain-object.ts";

const at = Date.parse("2026-07-01");
const snapshot = "01900000-0000-7000-8000-000000000000" as SnapshotId;

function explainIn(world: World, registry: Registry, dead = new Set<never>()): Explain {
  const compiled = compileWorld(world, registry, dead);
  return makeExplain({ snapshot, world, registry, compiled });
}

function ask(world: PlainWorld, registry: PlainRegistry = {}) {
  const explain = explainIn(makeWorld(world), makeRegistry(registry));
  return (text: string, type: FindingType | null = null) =>
    explain(must(findNetworkObject(text)), type, at);
}

const registry: PlainRegistry = {
  announced: { "192.0.2.0/24": "AS64500", "2001:db8::/32": "AS64500" },
  systems: { AS64500: "abuse@as.example" },
  delegated: { "192.0.2.0/23": "NL", "2001:db8::/32": "NL" },
  contacts: [["192.0.2.0/25", "abuse@range.example"]],
};
const campus: PlainWorld = {
  organisations: {
    "uni-x": {
      name: "Universiteit X",
      claims: ["192.0.2.0/24", "uni-x.example"],
      memberOf: [{ of: "surfcert", informed: true }],
      path: "direct",
    },
    surfcert: {},
  },
};

test("reads objects as people write them, and says them in one way", () => {
  const canonical = (text: string) => {
    const object = findNetworkObject(text);
    return object && `${object.kind} ${formatNetworkObject(object)}`;
  };
  expect(
    [
      " 192.0.2.7 ",
      "2001:DB8:0::7",
      "::ffff:192.0.2.7",
      "192.0.2.0/24",
      "AS64500",
      "as64500",
      "WWW.Uni-X.example.",
      "@Uni-X.example",
      "192.0.2.7/24",
      "AS0",
      "nothing at all",
      "@",
      "",
      "300.1.1.1",
    ].map(canonical),
  ).toEqual([
    "address 192.0.2.7",
    "address 2001:db8::7",
    "address 192.0.2.7",
    "prefix 192.0.2.0/24",
    "asn AS64500",
    "asn AS64500",
    "name www.uni-x.example",
    "mail-domain @uni-x.example",
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});

describe("the shape that `who --json` promises", () => {
  test("an address", () => {
    expect(ask(campus, registry)("192.0.2.7")).toEqual({
      object: "192.0.2.7",
      network: { prefix: "192.0.2.0/24", asn: 64500, asName: null, country: "NL" },
      owner: { id: "uni-x", name: "Universiteit X" },
      primary: {
        rung: "chosen-path",
        organisation: "uni-x",
        address: "findings@uni-x.example",
        tier: 1,
      },
      informed: [{ organisation: "surfcert", tier: 0 }],
      held: null,
      trace: [
        { step: "claim", candidate: "uni-x 192.0.2.0/24 proved", outcome: "owner" },
        { step: "rung", rung: "chosen-path", candidate: "uni-x", outcome: "taken" },
        { step: "informed", candidate: "surfcert", outcome: "informed" },
      ],
      snapshot,
    });
  });

  test("nobody: why", () => {
    const { primary, held, network } = ask({}, {})("192.0.2.7");
    expect({ primary, held, network }).toEqual({
      primary: null,
      held: { reason: "nobody", detail: "no rung has a party that may get it and takes it" },
      network: null,
    });
  });

  test("registered but not announced: a country and no AS", () => {
    expect(ask({}, registry)("192.0.3.7").network).toEqual({
      prefix: "192.0.2.0/23",
      asn: null,
      asName: null,
      country: "NL",
    });
  });

  test("a published contact has no organisation", () => {
    expect(ask({}, registry)("192.0.2.7").primary).toEqual({
      rung: "abuse-contact",
      organisation: null,
      address: "abuse@range.example",
      tier: 1,
    });
  });

  test("a name is not resolved", () => {
    expect(ask(campus, registry)("www.uni-x.example")).toMatchObject({
      network: null,
      owner: { id: "uni-x" },
      primary: { rung: "chosen-path" },
    });
  });

  test("a mail domain, with a type for which it is the subject", () => {
    const leak = makeFindingType("leak", "leaked-credential", "mail-domain", 3);
    expect(ask(campus, registry)("@uni-x.example", leak)).toMatchObject({
      object: "@uni-x.example",
      primary: { organisation: "uni-x", tier: 3 },
    });
  });

  test("an AS number answers with the claims and contacts of that AS", () => {
    const world = {
      organisations: { net: { claims: [{ of: "AS64500", use: "operate" as const }] } },
    };
    expect(ask(world, registry)("AS64500")).toMatchObject({
      network: { prefix: null, asn: 64500, country: null },
      primary: { rung: "network-operator", organisation: "net" },
    });
    expect(ask({}, registry)("AS64500").primary).toMatchObject({ address: "abuse@as.example" });
    expect(ask({}, registry)("AS64501").held?.reason).toBe("nobody");
  });

  test.each(["10.0.0.1", "127.0.0.1", "fe80::1", "10.0.0.0/8"])("%s is out of scope", (object) => {
    const world = { organisations: { a: { serves: ["country:NL"] } } };
    const { held, primary, trace } = ask(world, { delegated: { "10.0.0.0/8": "NL" } })(object);
    expect({ primary, trace, reason: held?.reason }).toEqual({
      primary: null,
      trace: [],
      reason: "nobody",
    });
    expect(held?.detail).toMatch(/^out of scope: /);
  });
});

describe("a prefix", () => {
  test("answers with what covers all of it, without parts where nothing differs", () => {
    const answer = ask(campus, registry)("192.0.2.0/26");
    expect(answer).toMatchObject({
      network: { prefix: "192.0.2.0/26", asn: 64500, country: "NL" },
      owner: { id: "uni-x" },
    });
    expect(answer).not.toHaveProperty("parts");
  });

  test("names the parts where decisions differ", () => {
    const { primary, network, parts } = ask({}, registry)("192.0.2.0/23");
    expect(network).toEqual({ prefix: "192.0.2.0/23", asn: null, asName: null, country: "NL" });
    expect(primary).toBeNull();
    expect(parts?.map((part) => [part.object, part.primary?.address ?? part.held?.reason])).toEqual(
      [
        ["192.0.2.0/25", "abuse@range.example"],
        ["192.0.2.128/25", "abuse@as.example"],
        ["192.0.3.0/24", "nobody"],
      ],
    );
  });

  test("a claim inside it does not own it", () => {
    const { owner, parts } = ask(
      { organisations: { a: { claims: ["192.0.2.0/28"] }, b: { claims: ["192.0.0.0/16"] } } },
      registry,
    )("192.0.2.0/27");
    expect(owner?.id).toBe("b");
    expect(parts?.map((part) => [part.object, part.owner?.id])).toEqual([
      ["192.0.2.0/28", "a"],
      ["192.0.2.16/28", "b"],
    ]);
  });

  test("of many parts a hundred are named", () => {
    const claims = Array.from({ length: 128 }, (_, i) => `192.0.2.${i * 2}/32`);
    const { parts, moreParts } = ask(
      { organisations: { a: { claims } } },
      registry,
    )("192.0.2.0/24");
    expect([parts?.length, moreParts]).toEqual([100, 156]);
  });

  test("in IPv6 too", () => {
    const world = { organisations: { a: { claims: ["2001:db8:1::/48"] } } };
    const { parts } = ask(world, registry)("2001:db8::/47");
    expect(parts?.map((part) => [part.object, part.owner?.id ?? null])).toEqual([
      ["2001:db8::/48", null],
      ["2001:db8:1::/48", "a"],
    ]);
  });

  test("parts say what each of their addresses says", () => {
    fc.assert(
      fc.property(anySetting, fc.nat({ max: 255 }), ({ world, registry, deadAddresses }, octet) => {
        const explain = makeExplain({
          snapshot,
          world,
          registry,
          compiled: compileWorld(world, registry, deadAddresses),
        });
        const whole = explain(must(findNetworkObject("192.0.2.0/24")), null, at);
        const single = explain(must(findNetworkObject(`192.0.2.${octet}`)), null, at);
        const part = whole.parts?.find(({ object }) => holds(object, octet)) ?? whole;
        const outcome = ({ owner, primary, informed, held }: typeof part) =>
          JSON.stringify([owner, primary, informed, held?.reason]);
        expect(outcome(single)).toBe(outcome(part));
      }),
      { ...propertySettings, numRuns: 600 },
    );
  });
});

/** Whether a range inside 192.0.2.0/24 holds the address with this last octet. */
function holds(range: string, octet: number): boolean {
  const [first = "", last] = range.split(" - ");
  const from = Number(first.split("/")[0]?.split(".")[3]);
  const until =
    last === undefined
      ? from + 2 ** (32 - Number(first.split("/")[1])) - 1
      : Number(last.split(".")[3]);
  return from <= octet && octet <= until;
}
