import {
  createDecipheriv,
  createPrivateKey,
  type KeyObject,
  pbkdf2Sync,
  X509Certificate,
} from "node:crypto";
import { type DerValue, derTags, oid, readDer, readInside } from "./der.ts";
import { refuseOwnKey } from "./own-key-material.ts";
import { passphraseRemedy } from "./own-pgp-key.ts";

const oids = {
  data: oid("1.2.840.113549.1.7.1"),
  encryptedData: oid("1.2.840.113549.1.7.6"),
  keyBag: oid("1.2.840.113549.1.12.10.1.1"),
  shroudedKeyBag: oid("1.2.840.113549.1.12.10.1.2"),
  certificateBag: oid("1.2.840.113549.1.12.10.1.3"),
  pbes2: oid("1.2.840.113549.1.5.13"),
};

const digests: readonly (readonly [Buffer, string])[] = [
  [oid("1.2.840.113549.2.7"), "sha1"],
  [oid("1.2.840.113549.2.9"), "sha256"],
  [oid("1.2.840.113549.2.10"), "sha384"],
  [oid("1.2.840.113549.2.11"), "sha512"],
];

const ciphers: readonly (readonly [Buffer, string, number])[] = [
  [oid("2.16.840.1.101.3.4.1.2"), "aes-128-cbc", 16],
  [oid("2.16.840.1.101.3.4.1.22"), "aes-192-cbc", 24],
  [oid("2.16.840.1.101.3.4.1.42"), "aes-256-cbc", 32],
];

const mostRounds = 10_000_000;

/**
 * Reads a key and its certificates from PKCS#12 (RFC 7292) as it is written today: PBES2 with AES. Its MAC is not looked at:
 * key and certificate have to fit each other. Throws `input-refused`.
 */
export function readPkcs12(
  bytes: Buffer,
  passphrase: string | null,
): { readonly key: KeyObject; readonly certificates: X509Certificate[] } {
  const keys: KeyObject[] = [];
  const certificates: X509Certificate[] = [];
  try {
    for (const [type, value] of readBags(bytes, passphrase ?? "")) {
      if (type.equals(oids.certificateBag)) certificates.push(toCertificate(value));
      if (type.equals(oids.keyBag) || type.equals(oids.shroudedKeyBag)) {
        const key = { key: value.whole, format: "der", type: "pkcs8" } as const;
        keys.push(createPrivateKey({ ...key, passphrase: passphrase ?? "" }));
      }
    }
  } catch (error) {
    if (error instanceof UnknownCipher) {
      throw refuseOwnKey(
        "the file is locked in an old way",
        "Write it anew: `openssl pkcs12 -legacy -in OLD -nodes`, and add what that prints.",
      );
    }
    throw refuseOwnKey("the file is no PKCS#12, or is locked with another word", passphraseRemedy);
  }
  const [key, ...more] = keys;
  if (key !== undefined && more.length === 0) return { key, certificates };
  throw refuseOwnKey("the file does not hold one key", "Export one key with its certificates.");
}

class UnknownCipher extends Error {
  override readonly name = "UnknownCipher";
}

function readBags(bytes: Buffer, passphrase: string): [Buffer, DerValue][] {
  const [whole] = readDer(bytes);
  const [, authSafe] = readInside(whole, derTags.sequence);
  const contents = readInside(
    readOctets(readInside(authSafe, derTags.sequence)[1])[0],
    derTags.sequence,
  );
  return contents.flatMap((content) => {
    const [type, value] = readInside(content, derTags.sequence);
    const safe = type?.whole.equals(oids.encryptedData)
      ? readDer(decrypt(value, passphrase))
      : readOctets(value);
    return readInside(safe[0], derTags.sequence).map((bag): [Buffer, DerValue] => {
      const [kind, holder] = readInside(bag, derTags.sequence);
      const [inside] = readInside(holder, derTags.context);
      if (kind === undefined || inside === undefined) throw new Error("an empty bag");
      return [kind.whole, inside];
    });
  });
}

/** What an octet string in a context holds. */
function readOctets(value: DerValue | undefined): DerValue[] {
  const [octets] = readInside(value, derTags.context);
  return readInside(octets, derTags.octetString);
}

function toCertificate(value: DerValue): X509Certificate {
  const [, holder] = readInside(value, derTags.sequence);
  const [octets] = readInside(holder, derTags.context);
  if (octets?.tag !== derTags.octetString) throw new Error("no certificate");
  return new X509Certificate(octets.content);
}

/** PBES2 (RFC 8018 section 6.2). */
function decrypt(value: DerValue | undefined, passphrase: string): Buffer {
  const [encrypted] = readInside(value, derTags.context);
  const [, info] = readInside(encrypted, derTags.sequence);
  const [, algorithm, content] = readInside(info, derTags.sequence);
  const [scheme, parameters] = readInside(algorithm, derTags.sequence);
  if (!scheme?.whole.equals(oids.pbes2) || content === undefined) throw new UnknownCipher();
  const [derivation, encryption] = readInside(parameters, derTags.sequence);
  const [cipherId, iv] = readInside(encryption, derTags.sequence);
  const [, name, keyBytes] = ciphers.find(([id]) => cipherId?.whole.equals(id)) ?? [];
  if (name === undefined || keyBytes === undefined || iv === undefined) throw new UnknownCipher();
  const key = deriveKey(derivation, passphrase, keyBytes);
  const decipher = createDecipheriv(name, key, iv.content);
  return Buffer.concat([decipher.update(content.content), decipher.final()]);
}

function deriveKey(value: DerValue | undefined, passphrase: string, keyBytes: number): Buffer {
  const [, parameters] = readInside(value, derTags.sequence);
  const [salt, rounds, ...rest] = readInside(parameters, derTags.sequence);
  if (salt === undefined || rounds === undefined || rounds.content.length > 4) throw new Error();
  const count = rounds.content.readUIntBE(0, rounds.content.length);
  if (count > mostRounds) throw new Error("too many rounds");
  const prf = rest.find(({ tag }) => tag === derTags.sequence);
  const [digestId] = prf === undefined ? [] : readInside(prf, derTags.sequence);
  const [, digest] =
    digestId === undefined
      ? [null, "sha1"]
      : (digests.find(([id]) => digestId.whole.equals(id)) ?? []);
  if (digest === undefined) throw new UnknownCipher();
  return pbkdf2Sync(passphrase, salt.content, count, keyBytes, digest);
}
