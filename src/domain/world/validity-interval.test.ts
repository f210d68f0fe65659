import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instants, must, toEmail } from "../../../test/properties/arbitrary-objects.ts";
import { anyQuestion } from "../../../test/properties/arbitrary-question.ts";
import { anySetting } from "../../../test/properties/arbitrary-setting.ts";
import { makeRegistry, makeWorld } from "../../../test/properties/make-world.ts";
import { propertySettings } from "../../../test/properties/settings.ts";
import { decide } from "../decision/decide.ts";
import type { DomainName } from "../network/domain-name.ts";
import { findAddress } from "../network/ip-address.ts";
import { classOfAddress4, classOfAddress6, classOfName, compileWorld } from "./compile-world.ts";
import { intervalOf } from "./validity-interval.ts";

const someInstants = instants.flatMap((at) => [at - 1, at, at + 1]);

test("within an interval no answer changes, whichever of the two instants moves", () => {
  let shared = 0;
  fc.assert(
    fc.property(
      anySetting,
      anyQuestion,
      fc.constantFrom(...someInstants),
      fc.constantFrom(...someInstants),
      ({ world, registry, deadAddresses }, { address, name, ...question }, from, to) => {
        const compiled = compileWorld(world, registry, deadAddresses);
        const addressClass =
          address === null
            ? -1
            : address.family === 4
              ? classOfAddress4(compiled, address.words[0])
              : classOfAddress6(compiled, address.words, 0);
        const nameClass = name === null ? -1 : classOfName(compiled, name);
        const interval = (at: number) => intervalOf(compiled, addressClass, nameClass, at);
        if (interval(from) !== interval(to)) return;
        shared += from === to ? 0 : 1;
        const ask = (observedAt: number, decidedAt: number) =>
          decide({ ...question, addressClass, nameClass, observedAt, decidedAt }, compiled);
        expect(ask(to, question.decidedAt)).toEqual(ask(from, question.decidedAt));
        expect(ask(question.observedAt, to)).toEqual(ask(question.observedAt, from));
        expect(ask(to, to)).toEqual(ask(from, from));
      },
    ),
    { ...propertySettings, numRuns: 3000 },
  );
  expect(shared).toBeGreaterThan(200);
});

describe("dates that matter to a class", () => {
  const compiled = compileWorld(
    makeWorld({
      organisations: {
        a: {
          claims: [{ of: "192.0.2.0/24", since: 10, until: 20 }],
          memberOf: [{ of: "cert", since: 12 }],
        },
        b: { claims: [{ of: "198.51.100.0/24", since: 15 }] },
        cert: {},
      },
      suppressions: [{ of: "x@y.example", until: 30 }],
      stops: [{ of: "a.example", by: "a", since: 40, until: 50 }],
      securityTxt: [{ of: "a.example", expiresAt: 45 }],
    }),
    makeRegistry({}),
    new Set([toEmail("x@y.example")]),
  );
  const addressClass = (text: string) =>
    classOfAddress4(compiled, must(findAddress(text)).words[0]);

  test("its own, those of its claimants' relations, and those that may matter to any", () => {
    const at = (instant: number) => intervalOf(compiled, addressClass("192.0.2.1"), -1, instant);
    expect([9, 10, 12, 15, 20, 30, 45].map(at)).toEqual([0, 1, 2, 2, 3, 4, 4]);
  });

  test("nothing but the shared ones where nothing covers it", () => {
    const at = (instant: number) => intervalOf(compiled, addressClass("203.0.113.1"), -1, instant);
    expect([9, 29, 30, 99].map(at)).toEqual([0, 0, 1, 1]);
  });

  test("a name has those of its stop and of its security.txt", () => {
    const name = classOfName(compiled, "a.example" as DomainName);
    const at = (instant: number) => intervalOf(compiled, -1, name, instant);
    expect([39, 40, 45, 50].map(at)).toEqual([1, 2, 3, 4]);
  });

  test("all of the world's, each once", () => {
    expect([...compiled.breakpoints]).toEqual([10, 12, 15, 20, 30, 40, 45, 50]);
  });
});
