import fc from "fast-check";
import { expect, test } from "vitest";
import { type Arrival, findWaitReason, mayReleaseAtOnce } from "./wait-reason.ts";

const anArrival: fc.Arbitrary<Arrival> = fc.record({
  known: fc.boolean(),
  trusted: fc.boolean(),
  signed: fc.boolean(),
  signature: fc.constantFrom("none" as const, "good" as const, "bad" as const),
  rowsOfDay: fc.nat(20),
  mostRows: fc.nat(20),
});

test("nothing goes by itself but what a known, trusted finder hands over and signed where it has to", () => {
  fc.assert(
    fc.property(anArrival, (arrival) => {
      const goes = findWaitReason(arrival) === null;
      const { known, trusted, signed, signature } = arrival;
      const should = known && trusted && signature !== "bad" && (!signed || signature === "good");
      expect(goes).toBe(should);
    }),
  );
});

test("a signature that does not fit, one that is missing, and too many rows are looked at apart", () => {
  const arrival = { known: true, trusted: true, signed: true, rowsOfDay: 0, mostRows: 10 };
  expect(findWaitReason({ ...arrival, signature: "none" })).toBe("unsigned");
  expect(findWaitReason({ ...arrival, known: false, trusted: false, signature: "bad" })).toBe(
    "badly-signed",
  );
  const stranger = { ...arrival, known: false, trusted: false, signed: false } as const;
  expect(findWaitReason({ ...stranger, signature: "none" })).toBe("unknown-finder");
  expect(findWaitReason({ ...stranger, signature: "none", rowsOfDay: 10 })).toBe("too-many-rows");
  expect(
    (
      ["unknown-finder", "untrusted-finder", "unsigned", "badly-signed", "too-many-rows"] as const
    ).map(mayReleaseAtOnce),
  ).toEqual([true, true, false, false, false]);
});
