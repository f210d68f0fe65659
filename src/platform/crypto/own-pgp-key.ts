import { type KeyMaterial, refuseOwnKey } from "./own-key-material.ts";
import { findOpenPgpSigner } from "./read-openpgp-signer.ts";

/**
 * Makes an OpenPGP key of version 4: Ed25519 to sign and Curve25519 to encrypt in the old form, which GnuPG 2.2 reads too.
 *
 * @param validMs from `at` on; null: for ever
 */
export async function makePgpKey({
  name,
  address,
  at,
  validMs,
}: {
  readonly name: string;
  readonly address: string;
  readonly at: Date;
  readonly validMs: number | null;
}): Promise<KeyMaterial> {
  const openpgp = await import("openpgp");
  const { privateKey } = await openpgp.generateKey({
    type: "ecc",
    curve: "curve25519Legacy",
    // Of names the signs that would end one are left out.
    userIDs: [{ name: name.replace(/[<>()\r\n]/g, " "), email: address }],
    date: at,
    ...(validMs === null ? {} : { keyExpirationTime: Math.floor(validMs / 1000) }),
    format: "armored",
  });
  return toMaterial(privateKey, address, at);
}

/**
 * Reads an OpenPGP key with its private part. Throws `input-refused` where it is locked with another passphrase, is not
 * of this address, has ended, or signs by an algorithm that we do not.
 */
export async function readPgpKey(
  armored: string,
  { address, passphrase, at }: OwnKeyWanted,
): Promise<KeyMaterial> {
  const openpgp = await import("openpgp");
  const keys = await openpgp.readPrivateKeys({ armoredKeys: armored }).catch(() => []);
  const [key] = keys;
  if (key === undefined || keys.length !== 1) {
    throw refuseOwnKey("the file does not hold one private key in ASCII armor", exportRemedy);
  }
  if (key.isDecrypted()) return toMaterial(key.armor(), address, at);
  if (passphrase === null) throw refuseOwnKey("it is locked", passphraseRemedy);
  const open = await openpgp.decryptKey({ privateKey: key, passphrase }).catch(() => null);
  if (open === null) throw refuseOwnKey("it is locked with another passphrase", passphraseRemedy);
  return toMaterial(open.armor(), address, at);
}

/** What a key that is handed in has to fit. */
export type OwnKeyWanted = {
  /** Mail address of the sender. */
  readonly address: string;
  /** Null: none was given. */
  readonly passphrase: string | null;
  readonly at: Date;
};

export const passphraseRemedy =
  "Put the passphrase alone into a file and name it: --passphrase-file.";
const exportRemedy = "Write it with `gpg --export-secret-keys --armor FINGERPRINT`.";

async function toMaterial(armored: string, address: string, at: Date): Promise<KeyMaterial> {
  const openpgp = await import("openpgp");
  const key = await openpgp.readPrivateKey({ armoredKey: armored });
  const signer = await findOpenPgpSigner(armored, at).catch(() => {
    throw refuseOwnKey("it cannot sign, or has ended", "Prolong it, or give another.");
  });
  if (signer === null) {
    throw refuseOwnKey(
      "it signs neither by RSA nor by Ed25519, or is not of version 4",
      "Give one that does, or let `meldpunt keys make pgp` make one.",
    );
  }
  const emails = key.users.map(({ userID }) => userID?.email.toLowerCase());
  if (!emails.includes(address)) {
    throw refuseOwnKey(
      `none of its user ids is of ${address}`,
      "Add a user id with the sender's address of the instance file.",
    );
  }
  const expires = await key.getExpirationTime();
  return {
    name: key.getFingerprint(),
    algorithm: signer.algorithm === "rsa" ? "rsa" : "ed25519",
    identity: address,
    publicPart: key.toPublic().armor(),
    privatePart: armored,
    expiresAt: expires instanceof Date ? expires : null,
  };
}
