/** The parts of a mail whose signature stands behind what is signed, byte by byte as they came. */
export type SignedMail = {
  readonly signed: Buffer;
  /** The part with the signature: its header, and its body as it is. */
  readonly header: string;
  readonly signature: string;
};

/** Cuts a mail of type multipart/signed at its boundary (RFC 1847), without any library's idea of line ends. */
export function readSignedMail(mail: Buffer): SignedMail {
  const text = mail.toString("latin1");
  const [, boundary] =
    /^Content-Type: multipart\/signed;(?:.|\r\n[ \t])*?boundary="([^"]+)"/m.exec(text) ?? [];
  if (boundary === undefined) throw new Error("the mail is not signed");
  const [, signed, part] = text.split(
    new RegExp(`(?:^|\\r\\n)--${escapeSigns(boundary)}(?:--)?\\r\\n`),
  );
  if (signed === undefined || part === undefined) throw new Error("the mail has not two parts");
  const headEnd = part.indexOf("\r\n\r\n");
  return {
    signed: Buffer.from(signed, "latin1"),
    header: part.slice(0, headEnd),
    signature: part.slice(headEnd + 4),
  };
}

function escapeSigns(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
