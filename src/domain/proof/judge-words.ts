import { type IssuedToken, toBoundText } from "./proof-token.ts";

/** What the words mean that were found where the token should stand. */
export type WordVerdict =
  | "right"
  | "expired"
  | "token-of-another-name"
  | "wrong-token"
  | "no-record";

/** Tells what was found; the words as `listProofWords` answers them. */
export type JudgeWords = (words: readonly string[]) => WordVerdict;

export type TokenQuestion = {
  /** The token that should stand there. */
  readonly expected: IssuedToken;
  /** Tokens of the same organisation for other subjects: told apart, because that is the usual mistake. Never those of others. */
  readonly others: readonly IssuedToken[];
  readonly now: Date;
  readonly sha256: (text: string) => Uint8Array;
  /** Compares in a time that does not depend on where they differ. */
  readonly equalBytes: (a: Uint8Array, b: Uint8Array) => boolean;
};

/** The judge of one question: the best of what was found counts, in the order of `WordVerdict`. */
export function makeWordJudge(question: TokenQuestion): JudgeWords {
  const { expected, others, now, sha256, equalBytes } = question;
  const stands = (words: readonly string[], { organisation, subject, hash }: IssuedToken) =>
    words.filter((word) => equalBytes(sha256(toBoundText(organisation, subject, word)), hash))
      .length > 0;
  return (words) => {
    if (stands(words, expected)) {
      const { expiresAt } = expected;
      return expiresAt === null || now.getTime() < expiresAt.getTime() ? "right" : "expired";
    }
    if (others.some((other) => stands(words, other))) return "token-of-another-name";
    return words.length > 0 ? "wrong-token" : "no-record";
  };
}
