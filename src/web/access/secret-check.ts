import { createHash, timingSafeEqual } from "node:crypto";

/** Whether a word is the secret one; how long the answer takes says nothing about either. */
export type SecretCheck = (word: string) => boolean;

/** Compares hashes, which all have one length; the secret itself is not kept. */
export function makeSecretCheck(secret: string): SecretCheck {
  const expected = hash(secret);
  return (word) => timingSafeEqual(hash(word), expected);
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
