import type { RecipientKey } from "../../../domain/notification/recipient-key.ts";
import { encryptCms } from "../../../platform/crypto/cms-encryption.ts";
import { encryptOpenPgp } from "../../../platform/crypto/openpgp-encryption.ts";
import { boundaryOf } from "../mime/write-mail.ts";
import { toBase64Lines } from "./sign-entity.ts";

/** A signed entity that only the recipient can open. */
export async function encryptEntity(
  id: string,
  entity: Buffer,
  key: RecipientKey,
  at: Date,
): Promise<Buffer> {
  return key.kind === "pgp"
    ? toPgpEntity(id, await encryptOpenPgp(key.publicPart, entity, at))
    : toSmimeEntity(encryptCms(key.publicPart, entity));
}

/** RFC 3156 section 4. */
function toPgpEntity(id: string, armored: string): Buffer {
  const boundary = boundaryOf(id, "encrypted");
  const message = armored.replace(/\r?\n/g, "\r\n").trimEnd();
  return Buffer.from(
    'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";\r\n' +
      ` boundary="${boundary}"\r\n\r\n` +
      `--${boundary}\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n` +
      `--${boundary}\r\nContent-Type: application/octet-stream; name="encrypted.asc"\r\n` +
      'Content-Disposition: inline; filename="encrypted.asc"\r\n\r\n' +
      `${message}\r\n\r\n--${boundary}--\r\n`,
    "latin1",
  );
}

/** RFC 8551 section 3.3. */
function toSmimeEntity(bytes: Buffer): Buffer {
  return Buffer.from(
    'Content-Type: application/pkcs7-mime; smime-type=enveloped-data;\r\n name="smime.p7m"\r\n' +
      "Content-Transfer-Encoding: base64\r\n" +
      'Content-Disposition: attachment; filename="smime.p7m"\r\n\r\n' +
      `${toBase64Lines(bytes)}\r\n`,
    "latin1",
  );
}
