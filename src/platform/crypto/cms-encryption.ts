import {
  constants,
  createCipheriv,
  createHash,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from "node:crypto";
import { issuerAndSerialOf } from "./cms-signature.ts";
import {
  der,
  derNull,
  derTags,
  integer,
  octets,
  oid,
  readDer,
  readInside,
  sequence,
  setOf,
} from "./der.ts";

const data = oid("1.2.840.113549.1.7.1");
const envelopedData = oid("1.2.840.113549.1.7.3");
const rsaEncryption = sequence(oid("1.2.840.113549.1.1.1"), derNull);
const aes256Cbc = oid("2.16.840.1.101.3.4.1.42");
const aes256Wrap = sequence(oid("2.16.840.1.101.3.4.1.45"));
/** dhSinglePass-stdDH-sha256kdf-scheme (RFC 5753 section 7.1.4). */
const standardDhSha256 = oid("1.3.132.1.11.1");
/** RFC 3394 section 2.2.3.1. */
const wrapBegins = Buffer.alloc(8, 0xa6);

/**
 * Bytes encrypted to a certificate: EnvelopedData in DER (RFC 5652 section 6) with AES-256-CBC, which every reader of S/MIME
 * knows; what is inside is signed, so nobody can change it unseen. RSA by key transport, curves by key agreement (RFC 5753).
 */
export function encryptCms(certificate: string, bytes: Uint8Array): Buffer {
  const recipient = new X509Certificate(certificate);
  const contentKey = randomBytes(32);
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-cbc", contentKey, iv);
  const encrypted = Buffer.concat([cipher.update(bytes), cipher.final()]);
  const isRsa = recipient.publicKey.asymmetricKeyType === "rsa";
  const info = isRsa ? toTransport(recipient, contentKey) : toAgreement(recipient, contentKey);
  const content = sequence(
    data,
    sequence(aes256Cbc, octets(iv)),
    der(derTags.contextPrimitive, encrypted),
  );
  const enveloped = sequence(integer(isRsa ? 0 : 2), setOf(info), content);
  return sequence(envelopedData, der(derTags.context, enveloped));
}

/** RFC 5652 section 6.2.1. */
function toTransport(recipient: X509Certificate, contentKey: Buffer): Buffer {
  const key = { key: recipient.publicKey, padding: constants.RSA_PKCS1_PADDING };
  const encrypted = publicEncrypt(key, contentKey);
  return sequence(integer(0), issuerAndSerialOf(recipient), rsaEncryption, octets(encrypted));
}

/** RFC 5652 section 6.2.2 as RFC 5753 section 3.1 fills it in. */
function toAgreement(recipient: X509Certificate, contentKey: Buffer): Buffer {
  const namedCurve = recipient.publicKey.asymmetricKeyDetails?.namedCurve ?? "";
  const own = generateKeyPairSync("ec", { namedCurve });
  const shared = diffieHellman({ privateKey: own.privateKey, publicKey: recipient.publicKey });
  const wrap = createCipheriv("id-aes256-wrap", deriveKey(shared), wrapBegins);
  const wrapped = Buffer.concat([wrap.update(contentKey), wrap.final()]);
  const originator = der(derTags.context + 1, toOriginator(own.publicKey));
  return der(
    derTags.context + 1,
    integer(3),
    der(derTags.context, originator),
    sequence(standardDhSha256, aes256Wrap),
    sequence(sequence(issuerAndSerialOf(recipient), octets(wrapped))),
  );
}

/** The algorithm without its curve, which is the recipient's, and the point (RFC 5753 section 3.1.1). */
function toOriginator(publicKey: KeyObject): Buffer {
  const [info] = readDer(publicKey.export({ format: "der", type: "spki" }));
  const [, point] = readInside(info, derTags.sequence);
  if (point === undefined) throw new Error("a public key without its point");
  return Buffer.concat([sequence(oid("1.2.840.10045.2.1")), point.whole]);
}

/** ANSI X9.63 with SHA-256 (RFC 5753 section 7.2): one round gives the 256 bits that are needed. */
function deriveKey(shared: Buffer): Buffer {
  const info = sequence(aes256Wrap, der(derTags.context + 2, octets(Buffer.of(0, 0, 1, 0))));
  return createHash("sha256")
    .update(shared)
    .update(Buffer.of(0, 0, 0, 1))
    .update(info)
    .digest();
}
