import type { Brand } from "../brand.ts";
import type { OrganisationId } from "../ids.ts";

/** 128 random bits in base32 (RFC 4648 section 6), lower case, without padding: 26 letters and digits. */
export type ProofToken = Brand<string, "ProofToken">;

/** A token without the token: what is kept of one that was handed out. */
export type IssuedToken = {
  readonly organisation: OrganisationId;
  /** What it proves, in canonical text as `formatNetworkObject` writes it. */
  readonly subject: string;
  /** SHA-256 of `toBoundText`. */
  readonly hash: Uint8Array;
  /** Null once it has been used: then it counts as long as it stands there. */
  readonly expiresAt: Date | null;
};

/** How many random bytes make a token. */
export const proofTokenBytes = 16;

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
const prefix = "meldpunt-proof=";
const tokenPattern = /^[a-z2-7]{25}[aeimquy4]$/;

/** More words than an owner needs; a text is not searched without end. */
const mostWords = 50;

/** The token of 16 random bytes. */
export function toProofToken(bytes: Uint8Array): ProofToken {
  if (bytes.length !== proofTokenBytes) throw new RangeError("a proof token has 16 bytes");
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return `${text}${alphabet[(held << (5 - bits)) & 31]}` as ProofToken;
}

/** Reads a token as people type it, with `meldpunt-proof=` before it or without; null when it is none. */
export function findProofToken(text: string): ProofToken | null {
  const folded = text.trim().toLowerCase();
  const bare = folded.startsWith(prefix) ? folded.slice(prefix.length) : folded;
  return tokenPattern.test(bare) ? (bare as ProofToken) : null;
}

/** What the owner puts into a TXT record, a file or a remark. */
export function formatProofRecord(token: ProofToken): string {
  return `${prefix}${token}`;
}

/** Of each word of the text that begins with `meldpunt-proof=` what follows, lower case: tokens, or what should be. */
export function listProofWords(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text.toLowerCase().matchAll(/\S+/g)) {
    if (word.startsWith(prefix)) words.push(word.slice(prefix.length));
    if (words.length === mostWords) break;
  }
  return words;
}

/** What the hash is taken of: a token that somebody else got, or got for something else, has another. */
export function toBoundText(organisation: OrganisationId, subject: string, word: string): string {
  // No line end can stand in a slug, in a canonical object or in a word.
  return ["meldpunt-proof", organisation, subject, word].join("\n");
}
