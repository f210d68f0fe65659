import { expect, it } from "vitest";
import { openSealedBytes, sealBytes } from "./sealed-bytes.ts";

const key = Buffer.alloc(32, 1);
const bytes = Buffer.from("what was sent ".repeat(100));

it("gives back what was sealed, smaller meanwhile and unreadable", () => {
  const sealed = sealBytes(key, "one", bytes);
  expect(sealed.length).toBeLessThan(bytes.length);
  expect(sealed.includes("what was")).toBe(false);
  expect(openSealedBytes(key, "one", sealed)).toEqual(bytes);
});

it("opens with nothing but its own key and name, unchanged", () => {
  const sealed = sealBytes(key, "one", bytes);
  expect(() => openSealedBytes(Buffer.alloc(32, 2), "one", sealed)).toThrow();
  expect(() => openSealedBytes(key, "two", sealed)).toThrow();
  sealed[20] = (sealed[20] ?? 0) ^ 1;
  expect(() => openSealedBytes(key, "one", sealed)).toThrow();
});
