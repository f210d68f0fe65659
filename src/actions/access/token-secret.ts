import { randomBytes } from "node:crypto";

/** The one time that the secret of a token is shown. */
export type IssuedToken = { readonly id: string; readonly token: string; readonly expiresAt: Date };

/** 256 random bits, told from other words by its first letters (so that scanners of leaked secrets find it). */
export function newTokenSecret(): string {
  return `mp_${randomBytes(32).toString("base64url")}`;
}
