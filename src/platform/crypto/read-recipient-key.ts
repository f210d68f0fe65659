import { X509Certificate } from "node:crypto";
import { AppError } from "../errors.ts";
import { mayBeUsedFor } from "./certificate-usage.ts";
import { encryptCms } from "./cms-encryption.ts";
import { encryptOpenPgp } from "./openpgp-encryption.ts";
import { fingerprintOf, isForMail } from "./own-certificate.ts";

/** More than this is no key of one person or desk. */
export const mostRecipientKeyBytes = 65_536;

/** A key of somebody else, fit to encrypt mail to an address with. */
export type ReadRecipientKey = {
  readonly kind: "pgp" | "smime";
  /** Lower-case hexadecimal; of a certificate its SHA-256. */
  readonly fingerprint: string;
  readonly publicPart: string;
  /** When it, or the part of it that encrypts, ends; null: never. */
  readonly expiresAt: Date | null;
};

const curves = ["prime256v1", "secp384r1", "secp521r1"];
const mostBits = 8192;

/**
 * Reads an OpenPGP public key in ASCII armor, or a certificate in PEM, that somebody sent in. Throws `input-refused` for
 * everything that mail to this address cannot be encrypted with now, a private key above all.
 */
export async function readRecipientKey(
  text: string,
  { address, at }: { readonly address: string; readonly at: Date },
): Promise<ReadRecipientKey> {
  if (Buffer.byteLength(text) > mostRecipientKeyBytes) {
    throw refuse(
      `it has more than ${mostRecipientKeyBytes} bytes`,
      "Export it without signatures.",
    );
  }
  if (text.includes("PRIVATE KEY")) {
    throw refuse(
      "it is private; nothing of it was kept, and whoever has seen it can read your mail",
      "Make a new key, and send in its public part only.",
    );
  }
  if (text.includes("-----BEGIN CERTIFICATE-----")) return readCertificate(text, address, at);
  if (text.includes("-----BEGIN PGP PUBLIC KEY BLOCK-----")) return readPgp(text, address, at);
  throw refuse("it is neither an OpenPGP key in ASCII armor nor a certificate in PEM", howTo);
}

const howTo =
  "Send what `gpg --export --armor ADDRESS` prints, or your certificate (-----BEGIN CERTIFICATE-----).";

function refuse(why: string, remedy: string): AppError {
  return new AppError("input-refused", `Not a key to encrypt mail with: ${why}.`, { remedy });
}

async function readPgp(text: string, address: string, at: Date): Promise<ReadRecipientKey> {
  const openpgp = await import("openpgp");
  const keys = await openpgp.readKeys({ armoredKeys: text }).catch(() => []);
  const [key] = keys;
  // The library reads the first of several blocks and says nothing of the rest.
  const blocks = text.split("-----BEGIN ").length - 1;
  if (key === undefined || keys.length !== 1 || blocks !== 1)
    throw refuse("it does not hold one key", howTo);
  if (key.isPrivate()) throw refuse("it is private", howTo);
  const own = key.users.filter(({ userID }) => userID?.email.toLowerCase() === address);
  const valid = await Promise.all(
    own.slice(0, 10).map((user) => user.verify(at).catch(() => null)),
  );
  if (!valid.includes(true)) {
    throw refuse(`no user id of it is ${address}`, "Add one, or send the key of that address.");
  }
  const encryptionKey = await key.getEncryptionKey(undefined, at).catch(() => null);
  if (encryptionKey === null) {
    throw refuse("it cannot encrypt, is revoked, or has ended", "Send one that can.");
  }
  const { bits = 0 } = encryptionKey.getAlgorithmInfo();
  if (bits > mostBits) throw refuse(`it has more than ${mostBits} bits`, "Send a smaller one.");
  const ends = await Promise.all([
    key.getExpirationTime(),
    "getExpirationTime" in encryptionKey ? encryptionKey.getExpirationTime(at) : null,
  ]);
  const dates = ends.filter((end) => end instanceof Date).map((end) => end.getTime());
  const read: ReadRecipientKey = {
    kind: "pgp",
    fingerprint: key.getFingerprint(),
    publicPart: key.armor(),
    expiresAt: dates.length === 0 ? null : new Date(Math.min(...dates)),
  };
  await tryOut(() => encryptOpenPgp(read.publicPart, Buffer.of(0), at));
  return read;
}

async function readCertificate(text: string, address: string, at: Date): Promise<ReadRecipientKey> {
  const certificate = parseOne(text);
  if (certificate.checkEmail(address) === undefined) {
    throw refuse(`the certificate is not of ${address}`, "Send the one of that address.");
  }
  if (certificate.validFromDate > at || certificate.validToDate <= at) {
    throw refuse("the certificate does not hold now", "Send one that does.");
  }
  const fault = findFault(certificate);
  if (fault !== null) throw refuse(fault, "Send one that is made for encrypting mail.");
  const publicPart = certificate.toString();
  await tryOut(async () => encryptCms(publicPart, Buffer.of(0)));
  return {
    kind: "smime",
    fingerprint: fingerprintOf(certificate),
    publicPart,
    expiresAt: certificate.validToDate,
  };
}

/** The first certificate is whose it is; those above it may follow. */
function parseOne(text: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw refuse("the certificate cannot be read", howTo);
  }
}

/** Why mail cannot be encrypted to this certificate. */
function findFault(certificate: X509Certificate): string | null {
  try {
    const { publicKey } = certificate;
    const { modulusLength = 0, namedCurve = "" } = publicKey.asymmetricKeyDetails ?? {};
    const isRsa = publicKey.asymmetricKeyType === "rsa";
    if (certificate.ca) return "it is the certificate of an authority";
    if (isRsa && (modulusLength < 2048 || modulusLength > mostBits)) {
      return `it has ${modulusLength} bits`;
    }
    if (!isRsa && !curves.includes(namedCurve)) return "it is neither RSA nor a curve of NIST";
    const usage = isRsa ? "keyEncipherment" : "keyAgreement";
    return isForMail(certificate) && mayBeUsedFor(certificate, usage)
      ? null
      : "the certificate is not for encrypting mail";
  } catch {
    return "the certificate cannot be read";
  }
}

/** Whatever a library still stumbles over has to come out now, not when a mail is due. */
async function tryOut(encrypt: () => Promise<unknown>): Promise<void> {
  await encrypt().catch(() => {
    throw refuse("encrypting with it fails", "Send another.");
  });
}
