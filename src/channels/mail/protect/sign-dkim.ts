import { createHash, type KeyObject, sign } from "node:crypto";

/** A key whose public part stands in the DNS at `<selector>._domainkey.<domain>`. */
export type DkimSigner = {
  readonly domain: string;
  readonly selector: string;
  /** RSA or Ed25519. */
  readonly privateKey: KeyObject;
};

/**
 * Fields that are signed, once more than they occur, so that nobody can add another (RFC 6376 section 8.15). Those of
 * one-click unsubscribing have to be among them (RFC 8058 section 4).
 */
const signedFields = [
  ...["from", "to", "cc", "subject", "date", "reply-to", "message-id", "in-reply-to", "references"],
  ...["mime-version", "content-type", "content-transfer-encoding", "auto-submitted"],
  ...["list-id", "list-unsubscribe", "list-unsubscribe-post"],
];

/**
 * A whole mail with a DKIM signature before it for each key (RFC 6376; Ed25519 by RFC 8463). Fields are signed in relaxed
 * form, the body in simple form: its bytes are what OpenPGP and S/MIME sign as well. Nothing else of the mail is changed.
 */
export function signDkim(mail: Buffer, signers: readonly DkimSigner[], at: Date): Buffer {
  if (signers.length === 0) return mail;
  const headEnd = mail.indexOf("\r\n\r\n");
  const head = mail.toString("latin1", 0, headEnd < 0 ? mail.length : headEnd);
  const body = mail.subarray(headEnd < 0 ? mail.length : headEnd + 4);
  const bodyHash = hashSimpleBody(body);
  const fields = readFields(head);
  const signed = signedFields.flatMap((name) => fields.get(name) ?? []).join("");
  const names = signedFields.flatMap((name) => [name, ...(fields.get(name) ?? []).map(() => name)]);
  const signatures = signers.map((signer) => {
    const field = toField(signer, names, bodyHash, at);
    const value = toSignature(signer.privateKey, signed + toRelaxedField(field).trimEnd());
    return `${field}${value.replace(/.{72}(?=.)/g, "$&\r\n ")}\r\n`;
  });
  return Buffer.concat([Buffer.from(signatures.join("")), mail]);
}

/** The field without its signature. */
function toField(
  { domain, selector, privateKey }: DkimSigner,
  names: readonly string[],
  bodyHash: string,
  at: Date,
): string {
  const algorithm = privateKey.asymmetricKeyType === "rsa" ? "rsa-sha256" : "ed25519-sha256";
  const seconds = Math.floor(at.getTime() / 1000);
  return [
    `DKIM-Signature: v=1; a=${algorithm}; c=relaxed/simple; d=${domain};`,
    ` s=${selector}; t=${seconds};`,
    ` h=${names.join(":").replace(/.{1,66}:/g, "$&\r\n  ")};`,
    ` bh=${bodyHash};`,
    " b=",
  ].join("\r\n");
}

/** Ed25519 signs the hash of what RSA signs (RFC 8463 section 3). */
function toSignature(key: KeyObject, text: string): string {
  const bytes = Buffer.from(text, "latin1");
  const signature =
    key.asymmetricKeyType === "rsa"
      ? sign("sha256", bytes, key)
      : sign(null, createHash("sha256").update(bytes).digest(), key);
  return signature.toString("base64");
}

/** Fields in relaxed form by their name in small letters; several of a name the last first (RFC 6376 section 5.4.2). */
function readFields(head: string): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const field of head.split(/\r\n(?![ \t])/)) {
    const name = field.slice(0, field.indexOf(":")).trim().toLowerCase();
    fields.set(name, [`${toRelaxedField(field)}\r\n`, ...(fields.get(name) ?? [])]);
  }
  return fields;
}

/** RFC 6376 section 3.4.2. */
function toRelaxedField(field: string): string {
  const colon = field.indexOf(":");
  const name = field.slice(0, colon).trim().toLowerCase();
  const value = field
    .slice(colon + 1)
    .replace(/\r\n/g, "")
    .replace(/[ \t]+/g, " ")
    .trim();
  return `${name}:${value}`;
}

/** RFC 6376 section 3.4.3: as it is, with exactly one line end at its end. */
function hashSimpleBody(body: Buffer): string {
  let end = body.length;
  while (body[end - 1] === lineFeed && body[end - 2] === carriageReturn) end -= 2;
  return createHash("sha256").update(body.subarray(0, end)).update("\r\n").digest("base64");
}

const carriageReturn = 13;
const lineFeed = 10;
