import { AppError } from "./errors.ts";

/** What a detached OpenPGP signature tells of the bytes beside it. */
export type SignatureOutcome =
  | {
      readonly kind: "good" /** Of the primary key, lower case hexadecimal. */;
      readonly fingerprint: string;
    }
  | { readonly kind: "bad"; readonly detail: string };

/** Bytes on their way, and what their signature tells once they have been read to the end. */
export type WatchedBytes = {
  readonly pieces: AsyncIterable<Uint8Array>;
  readonly outcome: () => Promise<SignatureOutcome>;
};

/** More than this is no signature. */
export const mostSignatureBytes = 65_536;

/**
 * Lets bytes through and checks a detached signature (RFC 9580, section 10.4) over them meanwhile; they are never held.
 *
 * Every signature in the file that one of these keys made has to fit: a good one among bad ones hides nothing.
 *
 * @param signature armored or binary
 * @param armoredKeys public keys that count now; what has ended is to be left out
 */
export async function watchSignature(
  pieces: AsyncIterable<Uint8Array>,
  signature: Uint8Array,
  armoredKeys: readonly string[],
  now: Date,
): Promise<WatchedBytes> {
  const bad = (detail: string): WatchedBytes => ({
    pieces,
    outcome: async () => ({ kind: "bad", detail }),
  });
  const openpgp = await import("openpgp");
  const read = await readSignature(signature);
  if (read === null) return bad("the signature cannot be read");
  const ids = read.getSigningKeyIDs();
  const keys = await Promise.all(armoredKeys.map((armoredKey) => openpgp.readKey({ armoredKey })));
  const signers = keys.filter((key) => ids.some((id) => key.getKeys(id).length > 0));
  if (signers.length === 0) return bad("signed with a key that the finder does not have here");
  const message = await openpgp.createMessage({ binary: ReadableStream.from(pieces) });
  const { data, signatures } = await openpgp.verify({
    message,
    signature: read,
    verificationKeys: signers,
    format: "binary",
    date: now,
  });
  const known = signatures.flatMap(({ keyID, verified }) => {
    const signer = signers.find((key) => key.getKeys(keyID).length > 0);
    // Whoever stops reading never asks for the outcome: its failure is nobody's then.
    verified.catch(() => undefined);
    return signer === undefined ? [] : [{ verified, fingerprint: signer.getFingerprint() }];
  });
  return {
    pieces: readPieces(data as unknown as ReadableStream<Uint8Array>),
    outcome: async () => {
      const fit = await Promise.all(known.map(({ verified }) => verified.catch(() => false)));
      const [first] = known;
      return first !== undefined && fit.every(Boolean)
        ? { kind: "good", fingerprint: first.fingerprint }
        : { kind: "bad", detail: "the signature does not fit the bytes, or its key has ended" };
    },
  };

  async function readSignature(bytes: Uint8Array) {
    const isArmored = Buffer.from(bytes.subarray(0, 64)).toString("latin1").includes("-----BEGIN");
    const reading = isArmored
      ? openpgp.readSignature({ armoredSignature: Buffer.from(bytes).toString("latin1") })
      : openpgp.readSignature({ binarySignature: Uint8Array.from(bytes) });
    return reading.catch(() => null);
  }
}

/** By its reader: the library puts streams of its own in their place, and those are no iterables. */
async function* readPieces(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** A public key as it is kept. */
export type PublicKey = {
  readonly fingerprint: string;
  readonly armored: string;
  /** Null: never. */
  readonly expiresAt: Date | null;
};

/** Reads one armored public key; throws `input-refused` for anything else, a private key above all. */
export async function readPublicKey(armored: string, now: Date): Promise<PublicKey> {
  const openpgp = await import("openpgp");
  const refuse = (why: string): AppError =>
    new AppError("input-refused", `Not a key to sign reports with: ${why}.`, {
      remedy:
        "Give one public key in ASCII armor, as `gpg --export --armor FINGERPRINT` prints it.",
    });
  if (armored.includes("PRIVATE KEY")) {
    throw refuse("it is private; nothing of it was kept, and whoever has seen it can sign with it");
  }
  const keys = await openpgp.readKeys({ armoredKeys: armored }).catch(() => []);
  const [key] = keys;
  const blocks = armored.split("-----BEGIN ").length - 1;
  if (key === undefined || keys.length + blocks !== 2) throw refuse("it does not hold one key");
  if (key.isPrivate()) throw refuse("it is private");
  await key.getSigningKey(undefined, now).catch(() => {
    throw refuse("it cannot sign, or has ended");
  });
  const expires = await key.getExpirationTime();
  return {
    fingerprint: key.getFingerprint(),
    armored: key.armor(),
    expiresAt: expires instanceof Date ? expires : null,
  };
}
