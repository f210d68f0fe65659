import fc from "fast-check";
import { expect, test } from "vitest";
import { packDeltas, unpackDeltas } from "./packed-observations.ts";

test("what was packed is unpacked", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 51 })), (values) => {
      expect([...unpackDeltas(packDeltas(values, values.length), values.length)]).toEqual(values);
    }),
    { seed: 3 },
  );
});

test("rows behind one another take a byte each", () => {
  const ids = Float64Array.from({ length: 1000 }, (_, i) => 5_000_000 + i);
  expect(packDeltas(ids, 1000).length).toBeLessThan(1005);
});

test("bytes that do not hold the count are refused", () => {
  const packed = packDeltas([1, 2, 3], 3);
  expect(() => unpackDeltas(packed, 4)).toThrow("ends after 3 of 4");
  expect(() => unpackDeltas(packed, 2)).toThrow("more than 2");
});
