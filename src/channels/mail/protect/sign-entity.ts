import { type OpenPgpSigner, signDetached } from "../../../platform/crypto/openpgp-signature.ts";
import { boundaryOf } from "../mime/write-mail.ts";

/** Makes a detached CMS signature in DER. */
export type SignCms = (bytes: Uint8Array, at: Date) => Buffer;

/** An entity as it is, with an OpenPGP signature behind it (RFC 3156 section 5). */
export function signPgpEntity(id: string, entity: Buffer, signer: OpenPgpSigner, at: Date): Buffer {
  const type = `multipart/signed; micalg=pgp-sha512;\r\n protocol="application/pgp-signature"`;
  const part =
    'Content-Type: application/pgp-signature; name="signature.asc"\r\n' +
    'Content-Disposition: attachment; filename="signature.asc"\r\n\r\n' +
    signDetached(signer, entity, at);
  return toSigned(id, type, entity, part);
}

/** An entity as it is, with a CMS signature behind it (RFC 8551 section 3.5.3). */
export function signSmimeEntity(id: string, entity: Buffer, sign: SignCms, at: Date): Buffer {
  const type = `multipart/signed; micalg=sha-256;\r\n protocol="application/pkcs7-signature"`;
  const part =
    'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\n' +
    "Content-Transfer-Encoding: base64\r\n" +
    'Content-Disposition: attachment; filename="smime.p7s"\r\n\r\n' +
    `${toBase64Lines(sign(entity, at))}\r\n`;
  return toSigned(id, type, entity, part);
}

/** Base64 in lines of 76 signs. */
export function toBase64Lines(bytes: Buffer): string {
  return bytes.toString("base64").replace(/.{76}(?=.)/g, "$&\r\n");
}

/** The line break before a boundary belongs to the boundary, so what is signed is the entity to its last byte. */
function toSigned(id: string, type: string, entity: Buffer, signature: string): Buffer {
  const boundary = boundaryOf(id, "signed");
  return Buffer.concat([
    Buffer.from(`Content-Type: ${type};\r\n boundary="${boundary}"\r\n\r\n--${boundary}\r\n`),
    entity,
    Buffer.from(`\r\n--${boundary}\r\n${signature}--${boundary}--\r\n`),
  ]);
}
