import fc from "fast-check";
import { expect, test } from "vitest";
import { harbour, issue, makeToken, university } from "../../../test/makers/proof-token.ts";
import { equalBytes, sha256 } from "../../platform/digest.ts";
import { makeWordJudge } from "./judge-words.ts";
import {
  findProofToken,
  formatProofRecord,
  listProofWords,
  type ProofToken,
  toProofToken,
} from "./proof-token.ts";

const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });

test("every 16 bytes make a token of their own, read back as it was written", () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      const token = toProofToken(a);
      expect(token).toMatch(/^[a-z2-7]{26}$/);
      expect(findProofToken(` ${formatProofRecord(token).toUpperCase()} `)).toBe(token);
      expect(toProofToken(b) === token).toBe(equalBytes(a, b));
    }),
  );
});

test("the text is base32 as RFC 4648 has it", () => {
  expect(toProofToken(Buffer.from("foobarfoobarfoob"))).toBe(
    "mzxw6ytboj".concat("tg633cmfzgm33pmi"),
  );
  expect(toProofToken(new Uint8Array(16).fill(255))).toBe(`${"7".repeat(25)}4`);
  expect(() => toProofToken(new Uint8Array(15))).toThrow(RangeError);
});

test.each([
  "",
  "meldpunt-proof=",
  "a".repeat(25),
  "a".repeat(27),
  `${"a".repeat(25)}b`,
  "1".repeat(26),
])("is no token: %s", (text) => expect(findProofToken(text)).toBeNull());

test("words are found in any text, fifty at most", () => {
  expect(listProofWords("a\tmeldpunt-proof=x\r\nMELDPUNT-PROOF=Y z xmeldpunt-proof=q")).toEqual([
    "x",
    "y",
  ]);
  expect(listProofWords("meldpunt-proof=x ".repeat(1000))).toHaveLength(50);
});

const now = new Date("2026-11-26T12:00:00Z");
const judgeFor = (token: ProofToken, organisation = university, expiresAt: Date | null = null) =>
  makeWordJudge({
    expected: issue(token, "voorbeeld.example", organisation, expiresAt),
    others: [issue(makeToken(2), "www.voorbeeld.example", organisation)],
    now,
    sha256,
    equalBytes,
  });

test("the right token, among others, is right", () => {
  expect(judgeFor(makeToken(1))([makeToken(3), makeToken(1), "x"])).toBe("right");
});

test("a wrong token, nothing at all", () => {
  expect(judgeFor(makeToken(1))([makeToken(3)])).toBe("wrong-token");
  expect(judgeFor(makeToken(1))(["x"])).toBe("wrong-token");
  expect(judgeFor(makeToken(1))([])).toBe("no-record");
});

test("the right token at the wrong name is told apart", () => {
  expect(judgeFor(makeToken(1))([makeToken(2)])).toBe("token-of-another-name");
});

test("two accounts: what one of them got proves nothing for the other", () => {
  const judge = judgeFor(makeToken(1), harbour);
  expect(judge([makeToken(1)])).toBe("right");
  const theirs = makeWordJudge({
    expected: { ...issue(makeToken(1), "voorbeeld.example", university), organisation: harbour },
    others: [],
    now,
    sha256,
    equalBytes,
  });
  expect(theirs([makeToken(1)])).toBe("wrong-token");
});

test("a token expires at its instant, one that was used never", () => {
  const at = (ms: number) => judgeFor(makeToken(1), university, new Date(now.getTime() + ms));
  expect(at(1)([makeToken(1)])).toBe("right");
  expect(at(0)([makeToken(1)])).toBe("expired");
  expect(judgeFor(makeToken(1))([makeToken(1)])).toBe("right");
});
