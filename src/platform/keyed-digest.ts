import { createHmac } from "node:crypto";
import { deriveKey, type MasterKey } from "./master-key.ts";

/** 32 bytes that only this installation can make of the text, for one purpose: the same each time (HMAC-SHA-256). */
export function keyedDigest(master: MasterKey, purpose: string, text: string): Buffer {
  return createHmac("sha256", deriveKey(master, purpose)).update(text, "utf8").digest();
}
