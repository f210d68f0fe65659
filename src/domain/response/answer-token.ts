import type { Brand } from "../brand.ts";
import { findProofToken, proofTokenBytes, toProofToken } from "../proof/proof-token.ts";

/** The word of a link with which somebody answers without an account: 128 random bits, 26 letters and digits. */
export type AnswerToken = Brand<string, "AnswerToken">;

export const answerTokenBytes = proofTokenBytes;

const dayMs = 24 * 60 * 60_000;

/** How long a recipient's link holds. */
export const answerLinkMs = 90 * dayMs;

/** How many days at most a supplier's link holds. */
export const mostHandOffDays = 30;

/** The word of 16 random bytes. */
export function toAnswerToken(bytes: Uint8Array): AnswerToken {
  return toProofToken(bytes) as string as AnswerToken;
}

/** Reads a word as it stands in an address, in any case and nothing beside it; null when it is none. */
export function findAnswerToken(text: string): AnswerToken | null {
  return /^[A-Za-z2-7]{26}$/.test(text)
    ? (findProofToken(text) as string | null as AnswerToken | null)
    : null;
}

/** What its hash is taken of, so that it is no other word's. */
export function toAnswerTokenText(token: AnswerToken): string {
  return `meldpunt-answer\n${token}`;
}
