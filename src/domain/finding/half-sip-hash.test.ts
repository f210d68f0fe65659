import { expect, test } from "vitest";
import { halfSipHash } from "./half-sip-hash.ts";

test("the empty message gives the reference value for the key 00 01 … 07", () => {
  const out = new Uint32Array(2);
  halfSipHash(new Uint32Array(0), 0, 0x03020100, 0x07060504, out, 0);
  expect([...new Uint8Array(out.buffer)]).toEqual([0x21, 0x8d, 0x1f, 0x59, 0xb9, 0xb8, 0x3c, 0xc8]);
});
