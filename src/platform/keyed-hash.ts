import { createHmac } from "node:crypto";
import { deriveKey, type MasterKey } from "./master-key.ts";

/** Makes 32 bytes of a text that nobody can make, or guess the text of, without the master key (HMAC-SHA-256). */
export function makeKeyedHash(master: MasterKey, purpose: string): (text: string) => Buffer {
  const key = deriveKey(master, purpose);
  return (text) => createHmac("sha256", key).update(text).digest();
}
