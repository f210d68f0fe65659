import { encryptCms } from "../../../platform/crypto/cms-encryption.ts";
import { encryptOpenPgp } from "../../../platform/crypto/openpgp-encryption.ts";
import type { MailAttachment } from "../mime/write-mail.ts";
import type { ProtectionWanted } from "./protect-mail.ts";

/** Turns a file that is fetched instead of attached into the bytes that are fetched: encrypted where it is secret. */
export type ProtectFile = (
  file: MailAttachment,
  wanted: ProtectionWanted,
) => Promise<MailAttachment>;

/** For looking at mails; never for sending: what is secret could be fetched as it is. */
export const leaveFileAsItIs: ProtectFile = async (file) => file;

/**
 * Encrypts what is secret to the key that its mail is encrypted with; without one it is an error. It is not signed: the mail that
 * names its digest is.
 */
export const encryptFile: ProtectFile = async (file, { at, key, secret }) => {
  if (!secret) return file;
  const { filename, content } = file;
  if (key === null) throw new Error(`file ${filename} is secret and has no key`);
  if (key.kind === "pgp") {
    const message = await encryptOpenPgp(key.publicPart, content, at);
    return {
      filename: `${filename}.asc`,
      contentType: "application/pgp-encrypted",
      content: Buffer.from(message, "latin1"),
    };
  }
  return {
    filename: `${filename}.p7m`,
    contentType: "application/pkcs7-mime; smime-type=enveloped-data",
    content: encryptCms(key.publicPart, content),
  };
};
