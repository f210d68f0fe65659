import fc from "fast-check";
import { expect, test } from "vitest";
import { makeFindingKeyHasher, toFindingKeySecret } from "./finding-key.ts";

const secret = toFindingKeySecret(Uint8Array.from({ length: 16 }, (_, i) => i));
const hasher = makeFindingKeyHasher(secret);
const typeHash = hasher.hashType("open-rdp");

function addressKey(
  family: number,
  words: readonly number[],
  port: number,
  transport: number,
  type = typeHash,
): string {
  const out = new Uint32Array(4);
  hasher.hashAddress(type, family, Uint32Array.from(words), 0, port, transport, out, 0);
  return [...out].join(" ");
}

function nameKey(name: string, isMailDomain = false, port = 0): string {
  const out = new Uint32Array(4);
  hasher.hashName(typeHash, isMailDomain, name, port, 0, out, 0);
  return [...out].join(" ");
}

test("every part of the identity changes the key", () => {
  const keys = [
    addressKey(4, [0xc0000207, 0, 0, 0], 443, 6),
    addressKey(4, [0xc0000208, 0, 0, 0], 443, 6),
    addressKey(4, [0xc0000207, 0, 0, 0], 444, 6),
    addressKey(4, [0xc0000207, 0, 0, 0], 443, 17),
    addressKey(4, [0xc0000207, 0, 0, 0], 443, 6, hasher.hashType("open-smb")),
    addressKey(6, [0xc0000207, 0, 0, 0], 443, 6),
    nameKey("shop.example"),
    nameKey("shop.example", true),
    nameKey("shop.example", false, 443),
    nameKey("shop.exampl"),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test("different names have different keys", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z0-9.-]{1,253}$/),
      fc.stringMatching(/^[a-z0-9.-]{1,253}$/),
      (a, b) => {
        expect(nameKey(a) === nameKey(b)).toBe(a === b);
      },
    ),
    { seed: 7 },
  );
});

test("another secret gives other keys", () => {
  const other = makeFindingKeyHasher(toFindingKeySecret(new Uint8Array(16).fill(9)));
  expect([...other.hashType("open-rdp")]).not.toEqual([...typeHash]);
});
