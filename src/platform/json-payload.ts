import { createHash } from "node:crypto";

/** A value as JSON in base64, with the digest of the JSON: `sha256:` and hexadecimal digits. */
export type JsonPayload = { readonly payload: string; readonly hash: string };

export function toJsonPayload(value: unknown): JsonPayload {
  const bytes = Buffer.from(JSON.stringify(value));
  return {
    payload: bytes.toString("base64"),
    hash: `sha256:${createHash("sha256").update(bytes).digest("hex")}`,
  };
}
