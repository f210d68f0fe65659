import fc from "fast-check";
import { expect, test } from "vitest";
import { makeByteMemo } from "./byte-memo.ts";

test("answers as a map of strings does, and forgets all when it is full", () => {
  const key = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 4 });
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.nat({ max: 9 })), { maxLength: 200 }), (puts) => {
      const memo = makeByteMemo(16);
      const map = new Map<string, number>();
      for (const [text, value] of puts) {
        const bytes = Buffer.from(`__${text}__`);
        const until = 2 + text.length;
        expect(memo.find(bytes, 2, until)).toBe(map.get(text) ?? -1);
        if (map.size === 16) map.clear();
        map.set(text, value);
        memo.put(bytes, 2, until, value);
        expect(memo.find(bytes, 2, until)).toBe(value);
      }
    }),
  );
});

test("does not remember long stretches", () => {
  const memo = makeByteMemo(16);
  const bytes = Buffer.alloc(300, 97);
  memo.put(bytes, 0, 300, 1);
  expect(memo.find(bytes, 0, 300)).toBe(-1);
});
