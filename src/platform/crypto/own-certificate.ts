import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import type { CmsSigner } from "./cms-signature.ts";
import { type KeyMaterial, refuseOwnKey } from "./own-key-material.ts";
import { type OwnKeyWanted, passphraseRemedy } from "./own-pgp-key.ts";
import { readPkcs12 } from "./pkcs12.ts";

const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/g;
const curves = ["prime256v1", "secp384r1", "secp521r1"];
/** RFC 8551 section 4.4. */
const emailProtection = "1.3.6.1.5.5.7.3.4";
const anyPurpose = "2.5.29.37.0";

/**
 * Reads a certificate with its private key for signing by S/MIME: PEM (key, certificate, those above it, in any order), or
 * PKCS#12. Throws `input-refused` where they do not fit each other, the sender's address, the purpose or the time.
 */
export function readSmimeKey(bytes: Buffer, wanted: OwnKeyWanted): KeyMaterial {
  const { key, certificates } = bytes.includes("-----BEGIN ")
    ? readPem(bytes.toString("latin1"), wanted.passphrase)
    : readPkcs12(bytes, wanted.passphrase);
  const own = certificates.find((certificate) => certificate.checkPrivateKey(key));
  if (own === undefined) {
    throw refuseOwnKey("no certificate in the file fits the key", "Put both into one file.");
  }
  check(own, key, wanted);
  const chain = toChain(own, certificates);
  const publicPart = [own, ...chain].map((certificate) => certificate.toString()).join("");
  return {
    name: fingerprintOf(own),
    algorithm: key.asymmetricKeyType === "rsa" ? "rsa" : "ecdsa",
    identity: wanted.address,
    publicPart,
    privatePart: String(key.export({ format: "pem", type: "pkcs8" })),
    expiresAt: own.validToDate,
  };
}

/** The signer of what `readSmimeKey` answered. */
export function toCmsSigner(privatePart: string, publicPart: string): CmsSigner {
  const [certificate, ...chain] = readCertificates(publicPart);
  if (certificate === undefined) throw new Error("a key for S/MIME without its certificate");
  return { privateKey: createPrivateKey(privatePart), certificate, chain };
}

/** SHA-256 of a certificate, lower-case hexadecimal. */
export function fingerprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(":", "").toLowerCase();
}

/** Certificates of a text with PEM blocks, in its order. */
export function readCertificates(text: string): X509Certificate[] {
  return [...text.matchAll(pemBlock)]
    .filter(([, label]) => label === "CERTIFICATE")
    .map(([block]) => new X509Certificate(block));
}

function readPem(
  text: string,
  passphrase: string | null,
): { readonly key: KeyObject; readonly certificates: X509Certificate[] } {
  const blocks = [...text.matchAll(pemBlock)].filter(([, label]) => label?.endsWith("PRIVATE KEY"));
  const [block] = blocks;
  if (block === undefined || blocks.length > 1) {
    throw refuseOwnKey("the file does not hold one private key", "Put key and certificate in it.");
  }
  const [pem] = block;
  try {
    const key = createPrivateKey({ key: pem, ...(passphrase === null ? {} : { passphrase }) });
    return { key, certificates: readCertificates(text) };
  } catch {
    throw refuseOwnKey("key or certificate cannot be read, or the key is locked", passphraseRemedy);
  }
}

function check(own: X509Certificate, key: KeyObject, { address, at }: OwnKeyWanted): void {
  const curve = key.asymmetricKeyDetails?.namedCurve ?? "";
  const isRsa = key.asymmetricKeyType === "rsa" && !isWeak(key);
  if (!isRsa && !(key.asymmetricKeyType === "ec" && curves.includes(curve))) {
    throw refuseOwnKey(
      "it is neither RSA of 2,048 bits or more nor a curve of NIST",
      "Ask the authority for one that is.",
    );
  }
  if (own.checkEmail(address) === undefined) {
    throw refuseOwnKey(
      `the certificate is not of ${address}`,
      "Ask for one of the sender's address in the instance file.",
    );
  }
  if (own.validFromDate > at || own.validToDate <= at) {
    throw refuseOwnKey("the certificate does not hold now", "Give one that does.");
  }
  if (!isForMail(own)) {
    throw refuseOwnKey("the certificate is not for mail", "Ask for one with emailProtection.");
  }
}

export function isWeak(key: KeyObject): boolean {
  return (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048;
}

/** Whether a certificate may be used for mail: it says so, or says nothing. */
export function isForMail(certificate: X509Certificate): boolean {
  const purposes = certificate.keyUsage as readonly string[] | undefined;
  if (purposes === undefined) return true;
  return purposes.includes(emailProtection) || purposes.includes(anyPurpose);
}

/** The certificates from the one above to the last before the root. */
function toChain(own: X509Certificate, all: readonly X509Certificate[]): X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (let below = own; ; ) {
    const above = all.find((one) => one !== below && below.checkIssued(one));
    if (above === undefined || chain.includes(above) || above.checkIssued(above)) return chain;
    chain.push(above);
    below = above;
  }
}
