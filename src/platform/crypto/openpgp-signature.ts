import { createHash, type KeyObject, sign } from "node:crypto";
import { toAsciiArmor } from "./ascii-armor.ts";

/** Numbers of public-key algorithms (RFC 9580 section 9.1) that we sign with. */
export const signatureAlgorithms = { rsa: 1, eddsaLegacy: 22, ed25519: 27 } as const;

export type SignatureAlgorithm = keyof typeof signatureAlgorithms;

/** A key of version 4 that signs, or a subkey that does. */
export type OpenPgpSigner = {
  readonly algorithm: SignatureAlgorithm;
  readonly privateKey: KeyObject;
  /** 20 bytes. */
  readonly fingerprint: Buffer;
  /** A signature made before its key is worth nothing. */
  readonly createdAt: Date;
};

const sha512Number = 10;
/** Types of signatures (RFC 9580 section 5.2.1). */
const binaryDocument = 0x00;
const canonicalText = 0x01;

/**
 * A detached signature of version 4 over bytes as they are (RFC 9580 section 5.2.3, type 0x00, SHA-512), armored.
 *
 * Written by hand since a library takes fifteen times as long, and every mail is signed.
 */
export function signDetached(signer: OpenPgpSigner, bytes: Uint8Array, at: Date): string {
  return toAsciiArmor("SIGNATURE", toSignaturePacket(signer, binaryDocument, bytes, at));
}

/**
 * A text with its signature around it, which stays readable (RFC 9580 section 7).
 *
 * @param text lines with line feeds, of which none ends in white space
 */
export function signCleartext(signer: OpenPgpSigner, text: string, at: Date): string {
  const lines = text.replace(/\n+$/, "").split("\n");
  const packet = toSignaturePacket(signer, canonicalText, Buffer.from(lines.join("\r\n")), at);
  const escaped = lines.map((line) => (line.startsWith("-") ? `- ${line}` : line));
  const head = ["-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA512", ""];
  return `${[...head, ...escaped].join("\r\n")}\r\n${toAsciiArmor("SIGNATURE", packet)}`;
}

function toSignaturePacket(
  signer: OpenPgpSigner,
  type: number,
  bytes: Uint8Array,
  at: Date,
): Buffer {
  const { fingerprint, algorithm } = signer;
  const seconds = Math.floor(Math.max(at.getTime(), signer.createdAt.getTime()) / 1000);
  const created = Buffer.alloc(4);
  created.writeUInt32BE(seconds);
  const hashed = Buffer.concat([
    toSubpacket(2, created),
    toSubpacket(33, Buffer.concat([Buffer.of(4), fingerprint])),
  ]);
  const unhashed = toSubpacket(16, fingerprint.subarray(12));
  const head = Buffer.concat([
    Buffer.of(4, type, signatureAlgorithms[algorithm], sha512Number),
    toLength16(hashed),
    hashed,
  ]);
  const trailer = Buffer.alloc(6);
  trailer.writeUInt16BE(0x04ff);
  trailer.writeUInt32BE(head.length, 2);
  const digest = createHash("sha512").update(bytes).update(head).update(trailer).digest();
  const value = toSignatureValue(signer, digest, [bytes, head, trailer]);
  const body = Buffer.concat([head, toLength16(unhashed), unhashed, digest.subarray(0, 2), value]);
  return Buffer.concat([Buffer.of(0xc0 | 2), toPacketLength(body.length), body]);
}

/** EdDSA signs the digest of what is signed, RSA that what it makes a digest of itself. */
function toSignatureValue(
  signer: OpenPgpSigner,
  digest: Buffer,
  signed: readonly Uint8Array[],
): Buffer {
  if (signer.algorithm === "rsa") {
    return toMpi(sign("sha512", Buffer.concat(signed), signer.privateKey));
  }
  const signature = sign(null, digest, signer.privateKey);
  if (signer.algorithm === "ed25519") return signature;
  return Buffer.concat([toMpi(signature.subarray(0, 32)), toMpi(signature.subarray(32))]);
}

/** A number without leading zeros behind its length in bits (RFC 9580 section 3.2). */
function toMpi(bytes: Buffer): Buffer {
  const from = bytes.findIndex((byte) => byte !== 0);
  const number = from < 0 ? Buffer.alloc(0) : bytes.subarray(from);
  const bits = number.length === 0 ? 0 : number.length * 8 - Math.clz32(number[0] ?? 0) + 24;
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bits);
  return Buffer.concat([length, number]);
}

/** Shorter than 192 bytes, all of ours. */
function toSubpacket(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.of(body.length + 1, type), body]);
}

function toLength16(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return length;
}

/** RFC 9580 section 4.2.1.1. */
function toPacketLength(length: number): Buffer {
  if (length < 192) return Buffer.of(length);
  const rest = length - 192;
  return Buffer.of((rest >> 8) + 192, rest & 0xff);
}
