import type { PublicKey } from "openpgp";

const mostKeys = 2000;
/** By all that they say: the same key may come again with other parts, the old ones revoked. */
const keys = new Map<string, Promise<PublicKey>>();

/**
 * Bytes encrypted to a public key, armored (RFC 9580 section 5.13.1: SEIPD of version 1, which GnuPG reads). Rejects where the
 * key has ended at this time, or cannot encrypt. Keys that were read once are kept.
 */
export async function encryptOpenPgp(
  armoredKey: string,
  bytes: Uint8Array,
  at: Date,
): Promise<string> {
  const openpgp = await import("openpgp");
  const reading = keys.get(armoredKey) ?? openpgp.readKey({ armoredKey });
  if (!keys.has(armoredKey) && keys.size >= mostKeys) keys.clear();
  keys.set(armoredKey, reading);
  return openpgp.encrypt({
    message: await openpgp.createMessage({ binary: Uint8Array.from(bytes), date: at }),
    encryptionKeys: await reading,
    date: at,
    format: "armored",
    // What is random in content should not be told by its length.
    config: { preferredCompressionAlgorithm: openpgp.enums.compression.uncompressed },
  });
}

/** What an armored message for one of these private keys holds; rejects where it is for none, or was changed. */
export async function decryptOpenPgp(
  armoredKeys: readonly string[],
  armoredMessage: string,
): Promise<Uint8Array> {
  const openpgp = await import("openpgp");
  const { data } = await openpgp.decrypt({
    message: await openpgp.readMessage({ armoredMessage }),
    decryptionKeys: await Promise.all(
      armoredKeys.map((armoredKey) => openpgp.readPrivateKey({ armoredKey })),
    ),
    format: "binary",
    config: { maxDecompressedMessageSize: mostOpenedBytes },
  });
  return data;
}

/** More than any mail; what is packed small does not fill the memory. */
const mostOpenedBytes = 50_000_000;
