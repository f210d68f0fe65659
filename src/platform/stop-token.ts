import { createHmac, timingSafeEqual } from "node:crypto";

/** What a token names, before anybody has shown that we gave it out. */
export type ReadStopToken = {
  /** UUID of the mail. */
  readonly id: string;
  readonly bits: number;
  /** Whether we gave it out for a mail to this address. */
  isFor(address: string): boolean;
};

const idBytes = 16;
const macBytes = 16;

/**
 * A word for an address that stops mail, bound to mail, recipient and what it stops; says nothing to whoever finds it.
 * 44 characters of base64url.
 */
export function makeStopToken(
  key: Uint8Array,
  { id, address, bits }: { readonly id: string; readonly address: string; readonly bits: number },
): string {
  const head = Buffer.concat([toBytes(id), Buffer.of(bits)]);
  return Buffer.concat([head, macOf(key, head, address)]).toString("base64url");
}

/** Reads a token; null when it has not the form of one. */
export function readStopToken(key: Uint8Array, token: string): ReadStopToken | null {
  if (!/^[A-Za-z0-9_-]{44}$/.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  const head = bytes.subarray(0, idBytes + 1);
  const hex = head.subarray(0, idBytes).toString("hex");
  return {
    id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
    bits: head[idBytes] ?? 0,
    isFor: (address) => timingSafeEqual(bytes.subarray(idBytes + 1), macOf(key, head, address)),
  };
}

function macOf(key: Uint8Array, head: Uint8Array, address: string): Buffer {
  return createHmac("sha256", key).update(head).update(address).digest().subarray(0, macBytes);
}

function toBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll("-", ""), "hex");
}
