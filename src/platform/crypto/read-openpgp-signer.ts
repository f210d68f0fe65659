import { createPrivateKey, type JsonWebKeyInput, type KeyObject } from "node:crypto";
import type { OpenPgpSigner, SignatureAlgorithm } from "./openpgp-signature.ts";

/**
 * The signing key of an armored private key that is not locked: its signing subkey where it has one. Null when that is of
 * another kind than RSA and Ed25519, or not of version 4.
 */
export async function findOpenPgpSigner(
  armoredKey: string,
  at: Date,
): Promise<OpenPgpSigner | null> {
  const openpgp = await import("openpgp");
  const key = await openpgp.readPrivateKey({ armoredKey });
  // A key made a moment ago by a clock that is ahead signs from its own beginning.
  const now = new Date(Math.max(at.getTime(), key.getCreationTime().getTime()));
  const { keyPacket } = await key.getSigningKey(undefined, now);
  const { version } = keyPacket as unknown as { readonly version: number };
  const privateKey = version === 4 ? findPrivateKey(keyPacket as unknown as Packet) : null;
  if (privateKey === null) return null;
  return {
    ...privateKey,
    fingerprint: Buffer.from(keyPacket.getFingerprintBytes() ?? []),
    createdAt: keyPacket.created,
  };
}

/** Parameters as the library reads them (RFC 9580 section 5.5.5), big-endian where they are numbers. */
type Packet = {
  readonly algorithm: number;
  readonly publicParams: Readonly<Record<string, Uint8Array>>;
  readonly privateParams: Readonly<Record<string, Uint8Array>>;
};

function findPrivateKey({
  algorithm,
  publicParams,
  privateParams,
}: Packet): { readonly algorithm: SignatureAlgorithm; readonly privateKey: KeyObject } | null {
  if (algorithm === 22 || algorithm === 27) {
    // Of the legacy form the public point has a byte 0x40 before it.
    const point = publicParams[algorithm === 22 ? "Q" : "A"]?.slice(-32);
    const { seed } = privateParams;
    if (point === undefined || seed === undefined || seed.length !== 32) return null;
    const jwk = { kty: "OKP", crv: "Ed25519", x: toUrl64(point), d: toUrl64(seed) };
    return { algorithm: algorithm === 22 ? "eddsaLegacy" : "ed25519", privateKey: fromJwk(jwk) };
  }
  if (algorithm !== 1) return null;
  const { n, e } = publicParams;
  const { d, p, q } = privateParams;
  if (n === undefined || e === undefined || d === undefined) return null;
  if (p === undefined || q === undefined) return null;
  const [dNumber, pNumber, qNumber] = [toNumber(d), toNumber(p), toNumber(q)];
  const jwk = {
    ...{ kty: "RSA", n: toUrl64(n), e: toUrl64(e), d: toUrl64(d), p: toUrl64(p), q: toUrl64(q) },
    dp: fromNumber(dNumber % (pNumber - 1n)),
    dq: fromNumber(dNumber % (qNumber - 1n)),
    qi: fromNumber(invert(qNumber, pNumber)),
  };
  return { algorithm: "rsa", privateKey: fromJwk(jwk) };
}

function fromJwk(key: JsonWebKeyInput["key"]): KeyObject {
  return createPrivateKey({ key, format: "jwk" });
}

function toUrl64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

function fromNumber(number: bigint): string {
  const digits = number.toString(16);
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex").toString(
    "base64url",
  );
}

/** The inverse of a number modulo a prime (Euclid). */
function invert(number: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [number % modulus, modulus, 1n, 0n];
  while (a > 1n) {
    const quotient = a / b;
    [a, b] = [b, a % b];
    [x, y] = [y, x - quotient * y];
  }
  return x < 0n ? x + modulus : x;
}
