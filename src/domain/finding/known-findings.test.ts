import fc from "fast-check";
import { expect, test } from "vitest";
import { type KnownFinding, makeKnownFindings } from "./known-findings.ts";

const finding = fc.record({
  id: fc.integer({ min: 0, max: 0xfffffffe }),
  standing: fc.integer({ min: 0, max: 32_767 }),
  severity: fc.integer({ min: 0, max: 4 }),
  observedAtS: fc.integer({ min: 0, max: 0xffffffff }),
  closed: fc.boolean(),
});
// Few distinct first words, so that slots collide and probing wraps around.
const key = fc.tuple(
  fc.nat(3),
  fc.constantFrom(0, 1, 0xffffffff, 0xfffffffe),
  fc.nat(5),
  fc.nat(0xffffffff),
);

test("it finds exactly what was added, whatever the collisions", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, finding), { maxLength: 300 }), (entries) => {
      const known = makeKnownFindings(4);
      const oracle = new Map<string, KnownFinding>();
      for (const [words, entry] of entries) {
        const keys = Uint32Array.from(words);
        const name = words.slice(1).join(" ");
        const slot = known.find(keys, 0);
        expect(slot >= 0).toBe(oracle.has(name));
        if (slot >= 0) known.set(slot, entry);
        else known.add(keys, 0, entry);
        oracle.set(name, entry);
      }
      expect(known.size()).toBe(oracle.size);
      for (const [name, expected] of oracle) {
        const slot = known.find(Uint32Array.from([0, ...name.split(" ").map(Number)]), 0);
        expect({
          id: known.idOf(slot),
          standing: known.standingOf(slot),
          severity: known.severityOf(slot),
          observedAtS: known.observedAtOf(slot),
          closed: known.isClosed(slot),
        }).toEqual(expected);
      }
    }),
    { seed: 11 },
  );
});

test("adding a known finding again is a mistake of the caller", () => {
  const known = makeKnownFindings();
  const entry = { id: 1, standing: 0, severity: 0, observedAtS: 0, closed: false };
  known.add(Uint32Array.of(1, 2, 3, 4), 0, entry);
  expect(() => known.add(Uint32Array.of(1, 2, 3, 4), 0, entry)).toThrow("already");
});
