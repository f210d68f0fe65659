import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addresses, domains, must, toEmail } from "../../../test/properties/arbitrary-objects.ts";
import { anySetting } from "../../../test/properties/arbitrary-setting.ts";
import {
  makeRegistry,
  makeWorld,
  type PlainRegistry,
  type PlainWorld,
} from "../../../test/properties/make-world.ts";
import { propertySettings } from "../../../test/properties/settings.ts";
import type { DomainName } from "../network/domain-name.ts";
import { type Address, findAddress } from "../network/ip-address.ts";
import { classOfAddress4, classOfAddress6, classOfName, compileWorld } from "./compile-world.ts";
import type { CompiledWorld } from "./compiled-world.ts";

function compile(world: PlainWorld, registry: PlainRegistry = {}, dead: string[] = []) {
  const compiled = compileWorld(
    makeWorld(world),
    makeRegistry(registry),
    new Set(dead.map(toEmail)),
  );
  return {
    of: (text: string) => classOf(compiled, must(findAddress(text))),
    ofName: (text: string) => classOfName(compiled, text as DomainName),
    compiled,
  };
}

function classOf(world: CompiledWorld, { family, words }: Address): number {
  return family === 4 ? classOfAddress4(world, words[0]) : classOfAddress6(world, words, 0);
}

describe("classes of addresses", () => {
  test("class 0 is covered by nothing, in both families", () => {
    const { of } = compile(
      { organisations: { a: { claims: ["192.0.2.0/24"] } } },
      { delegated: { "2001:db8::/32": "NL" } },
    );
    expect([of("198.51.100.1"), of("0.0.0.0"), of("255.255.255.255"), of("2001:db9::")]).toEqual([
      0, 0, 0, 0,
    ]);
    expect(of("192.0.2.0")).toBeGreaterThan(0);
    expect(of("2001:db8::1")).toBeGreaterThan(0);
  });

  test("what cannot change an answer makes no class: an AS that nobody names, a contact never asked", () => {
    const ranges = { "192.0.2.0/25": "AS64500", "192.0.2.128/25": "AS64501" };
    const [low, high] = ["192.0.2.1", "192.0.2.129"] as const;
    const systems = { AS64500: "a@as.example", AS64501: "b@as.example" };
    const contacts = [["192.0.2.0/24", "abuse@range.example"]] as const;
    const same = ({ of }: ReturnType<typeof compile>) => of(low) === of(high);
    expect(same(compile({}, { announced: ranges }))).toBe(true);
    expect(same(compile({}, { announced: ranges, systems }))).toBe(false);
    expect(same(compile({}, { announced: ranges, systems, contacts }))).toBe(true);
    const silent = compile({}, { announced: ranges, systems, contacts }, ["abuse@range.example"]);
    expect(same(silent)).toBe(false);
    const suppressed = { suppressions: [{ of: "abuse@range.example", since: 1, until: 2 }] };
    expect(same(compile(suppressed, { announced: ranges, systems, contacts }))).toBe(false);
    const named = { organisations: { a: { claims: ["AS64501"] } } };
    expect(same(compile(named, { announced: ranges, systems, contacts }))).toBe(false);
  });

  test("equal combinations are one class wherever they lie, in both families", () => {
    const { of } = compile(
      {},
      {
        delegated: { "192.0.2.0/24": "NL", "198.51.100.0/24": "NL", "2001:db8::/32": "NL" },
        contacts: [
          ["192.0.2.0/25", "abuse@a.example"],
          ["198.51.100.0/24", "abuse@a.example"],
          ["2001:db8::/48", "abuse@a.example"],
        ],
      },
    );
    expect(of("198.51.100.7")).toBe(of("192.0.2.7"));
    expect(of("2001:db8::7")).toBe(of("192.0.2.7"));
    expect(of("2001:db8:1::7")).toBe(of("192.0.2.200"));
    expect(of("192.0.2.200")).not.toBe(of("192.0.2.7"));
  });

  test("a smaller prefix makes a class of its own, and around it the larger one goes on", () => {
    const { of, compiled } = compile({
      organisations: { a: { claims: ["192.0.2.0/24"] }, b: { claims: ["192.0.2.64/26"] } },
    });
    expect(of("192.0.2.63")).toBe(of("192.0.2.128"));
    expect(of("192.0.2.64")).not.toBe(of("192.0.2.63"));
    const inner = compiled.addressClasses[of("192.0.2.64")]?.prefix;
    expect([inner?.text, inner?.parent?.text]).toEqual(["192.0.2.64/26", "192.0.2.0/24"]);
  });
});

describe("classes of names", () => {
  const { ofName, compiled } = compile({
    organisations: { a: { claims: ["a.example", "b.c.a.example"] } },
    securityTxt: [{ of: "www.a.example" }, { of: "else.example" }],
  });

  test("class 0 is covered by nothing; suffixes count at label boundaries only", () => {
    expect([ofName("example"), ofName("aa.example"), ofName("b.else.example")]).toEqual([0, 0, 0]);
  });

  test("a name has the class of the nearest name above it", () => {
    expect(ofName("x.y.a.example")).toBe(ofName("a.example"));
    expect(ofName("x.b.c.a.example")).toBe(ofName("b.c.a.example"));
    expect(ofName("c.a.example")).toBe(ofName("a.example"));
    expect(compiled.nameClasses[ofName("b.c.a.example")]?.name?.parent?.text).toBe("a.example");
  });

  test("a security.txt speaks for exactly its name", () => {
    expect(ofName("www.a.example")).not.toBe(ofName("a.example"));
    expect(ofName("x.www.a.example")).toBe(ofName("a.example"));
    expect(compiled.nameClasses[ofName("www.a.example")]).toMatchObject({
      name: { text: "a.example" },
      securityTxt: [{ address: { email: "security@www.a.example" } }],
    });
    expect(ofName("else.example")).toBeGreaterThan(0);
  });
});

describe("claims for exactly one name", () => {
  const { ofName, compiled } = compile({
    organisations: {
      a: {
        claims: [
          { of: "www.a.example", exact: true },
          { of: "only.example", exact: true },
        ],
      },
      b: { claims: ["a.example", { of: "www.a.example", use: "operate" }] },
    },
    securityTxt: [{ of: "www.a.example" }],
  });
  const nodeOf = (name: string) => compiled.nameClasses[ofName(name)]?.name ?? null;

  test("count for the name itself, with all else that is said about it", () => {
    const node = nodeOf("www.a.example");
    expect(node?.own.map(({ organisation }) => organisation.id)).toEqual(["a"]);
    expect(node?.operate.map(({ organisation }) => organisation.id)).toEqual(["b"]);
    expect(node?.parent).toBe(nodeOf("a.example"));
    expect(compiled.nameClasses[ofName("www.a.example")]?.securityTxt).toHaveLength(1);
  });

  test("and not for the names below it", () => {
    const below = nodeOf("x.www.a.example");
    expect([below?.text, below?.own, below?.operate.length]).toEqual(["www.a.example", [], 1]);
    expect(below?.parent).toBe(nodeOf("a.example"));
    expect([nodeOf("only.example")?.own.length, ofName("x.only.example")]).toEqual([1, 0]);
  });
});

test("the order in which a world names things changes no class (invariant 9)", () => {
  fc.assert(
    fc.property(anySetting, fc.nat(), ({ world, registry, deadAddresses }, shift) => {
      const rotate = <Item>(items: readonly Item[]): Item[] => {
        const by = items.length === 0 ? 0 : shift % items.length;
        return [...items.slice(by), ...items.slice(0, by)].reverse();
      };
      const other = {
        ...world,
        organisations: rotate(world.organisations).map((organisation) => ({
          ...organisation,
          claims: rotate(organisation.claims),
          memberOf: rotate(organisation.memberOf),
          constituency: rotate(organisation.constituency),
          filters: rotate(organisation.filters),
        })),
        designations: rotate(world.designations),
        suppressions: rotate(world.suppressions),
        stops: rotate(world.stops),
      };
      const a = compileWorld(world, registry, deadAddresses);
      const b = compileWorld(other, registry, deadAddresses);
      expect(b.addresses4).toEqual(a.addresses4);
      expect(b.addresses6).toEqual(a.addresses6);
      expect(b.addressClasses.length).toBe(a.addressClasses.length);
      expect(addresses.map((address) => classOf(b, address))).toEqual(
        addresses.map((address) => classOf(a, address)),
      );
      expect(domains.map((name) => classOfName(b, name))).toEqual(
        domains.map((name) => classOfName(a, name)),
      );
      expect(b.breakpoints).toEqual(a.breakpoints);
    }),
    { ...propertySettings, numRuns: 300 },
  );
});
