import { createHash, type KeyObject, sign, type X509Certificate } from "node:crypto";
import {
  der,
  derNull,
  derTags,
  derTime,
  integer,
  octets,
  oid,
  readDer,
  readInside,
  sequence,
  setOf,
} from "./der.ts";

/** Whoever signs by a certificate: RSA, or a curve of NIST. */
export type CmsSigner = {
  readonly privateKey: KeyObject;
  readonly certificate: X509Certificate;
  /** Those that lead to an authority, without its own. */
  readonly chain: readonly X509Certificate[];
};

const data = oid("1.2.840.113549.1.7.1");
const signedData = oid("1.2.840.113549.1.7.2");
const sha256 = sequence(oid("2.16.840.1.101.3.4.2.1"));
const rsaEncryption = sequence(oid("1.2.840.113549.1.1.1"), derNull);
const ecdsaWithSha256 = sequence(oid("1.2.840.10045.4.3.2"));
const contentType = attribute("1.2.840.113549.1.9.3", data);
/** What we can read when somebody encrypts to us: AES with 256 and 128 bits, CBC (RFC 8551 section 2.5.2). */
const capabilities = attribute(
  "1.2.840.113549.1.9.15",
  sequence(sequence(oid("2.16.840.1.101.3.4.1.42")), sequence(oid("2.16.840.1.101.3.4.1.2"))),
);

/**
 * A detached CMS signature over bytes as they are (RFC 5652 section 5, RFC 8551): SignedData in DER, SHA-256, with the
 * certificates. Answers a function, since all but a few bytes is the same for every mail.
 */
export function makeCmsSignature({
  privateKey,
  certificate,
  chain,
}: CmsSigner): (bytes: Uint8Array, at: Date) => Buffer {
  const certificates = der(derTags.context, certificate.raw, ...chain.map(({ raw }) => raw));
  const algorithm = privateKey.asymmetricKeyType === "rsa" ? rsaEncryption : ecdsaWithSha256;
  const signer = issuerAndSerialOf(certificate);
  const before = Buffer.concat([integer(1), setOf(sha256), sequence(data), certificates]);
  return (bytes, at) => {
    const digest = createHash("sha256").update(bytes).digest();
    const attributes = [
      contentType,
      attribute("1.2.840.113549.1.9.5", derTime(at)),
      attribute("1.2.840.113549.1.9.4", octets(digest)),
      capabilities,
    ];
    // Signed as the set that it is, stored as a field of the context (RFC 5652 section 5.4).
    const signed = setOf(...attributes);
    const stored = Buffer.from(signed);
    stored[0] = derTags.context;
    const signature = octets(sign("sha256", signed, privateKey));
    const info = sequence(integer(1), signer, sha256, stored, algorithm, signature);
    return sequence(signedData, der(derTags.context, sequence(before, setOf(info))));
  };
}

/** How CMS names a certificate (RFC 5652 section 10.2.4). */
export function issuerAndSerialOf(certificate: X509Certificate): Buffer {
  const [whole] = readDer(certificate.raw);
  const [toBeSigned] = readInside(whole, derTags.sequence);
  const fields = readInside(toBeSigned, derTags.sequence);
  const [serial, , issuer] = fields[0]?.tag === derTags.context ? fields.slice(1) : fields;
  if (serial === undefined || issuer === undefined) throw new Error("not a certificate");
  return sequence(issuer.whole, serial.whole);
}

function attribute(type: string, value: Buffer): Buffer {
  return sequence(oid(type), setOf(value));
}
