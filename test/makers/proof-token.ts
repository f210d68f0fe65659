import type { OrganisationId } from "../../src/domain/ids.ts";
import { type JudgeWords, makeWordJudge } from "../../src/domain/proof/judge-words.ts";
import {
  formatProofRecord,
  type IssuedToken,
  type ProofToken,
  toBoundText,
  toProofToken,
} from "../../src/domain/proof/proof-token.ts";
import { equalBytes, sha256 } from "../../src/platform/digest.ts";

export const university = "uni-voorbeeldstad" as OrganisationId;
export const harbour = "haven-voorbeeld" as OrganisationId;

/** Tokens of tests: always the same for the same number. */
export function makeToken(number: number): ProofToken {
  return toProofToken(Uint8Array.from({ length: 16 }, (_, i) => (number * 37 + i * 11) & 255));
}

/** The token as a record. */
export const rightRecord = formatProofRecord(makeToken(1));
export const otherRecord = formatProofRecord(makeToken(2));

/** What is kept of a token that an organisation got for a subject. */
export function issue(
  token: ProofToken,
  subject: string,
  organisation: OrganisationId = university,
  expiresAt: Date | null = null,
): IssuedToken {
  return {
    organisation,
    subject,
    expiresAt,
    hash: sha256(toBoundText(organisation, subject, token)),
  };
}

/** Looks for the first token, or another; the second was handed out to the same organisation for another name. */
export function makeJudge(subject: string, number = 1): JudgeWords {
  return makeWordJudge({
    expected: issue(makeToken(number), subject),
    others: [issue(makeToken(2), `another.${subject}`)],
    now: new Date("2026-11-26T00:00:00Z"),
    sha256,
    equalBytes,
  });
}
