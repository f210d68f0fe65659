import { createHash } from "node:crypto";

/** What is kept of a random word, and what one that is shown is looked up by: SHA-256. It is too random to need a slow hash. */
export function hashWord(word: string): Buffer {
  return createHash("sha256").update(word).digest();
}
