import { expect, test } from "vitest";
import { findAnswerToken } from "./answer-token.ts";

const token = "abcdefghijklmnopqrstuvwxya";

test("a word is read in any case", () => {
  expect(findAnswerToken(token)).toBe(token);
  expect(findAnswerToken(token.toUpperCase())).toBe(token);
});

test.each([
  `${token}\r\n`,
  ` ${token}`,
  `${token}\u2028`,
  `meldpunt-proof=${token}`,
  `${token}.`,
  "",
])("%j is none: what stands beside it would go into addresses", (text) =>
  expect(findAnswerToken(text)).toBeNull(),
);
