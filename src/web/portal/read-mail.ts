import PostalMime from "postal-mime";

/** A mail as it is shown: its text and headers, never its HTML. */
export type ShownMail = {
  readonly subject: string;
  /** In their order, as they stood there, decoded. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly text: string;
  /** Whether more text follows. */
  readonly cut: boolean;
  readonly attachments: readonly MailAttachment[];
};

export type MailAttachment = {
  readonly fileName: string;
  readonly mimeType: string;
  readonly content: Uint8Array;
};

const mostText = 200_000;

/** Reads a mail for showing. */
export async function readMail(bytes: Uint8Array): Promise<ShownMail> {
  const mail = await PostalMime.parse(bytes, { attachmentEncoding: "arraybuffer" });
  const text = mail.text ?? "";
  return {
    subject: mail.subject ?? "",
    headers: mail.headers.map(({ originalKey, key, value }) => ({
      name: originalKey ?? key,
      value,
    })),
    text: text.slice(0, mostText),
    cut: text.length > mostText,
    attachments: mail.attachments.map(({ filename, mimeType, content }, i) => ({
      fileName: toFileName(filename, i),
      mimeType,
      content: typeof content === "string" ? Buffer.from(content) : new Uint8Array(content),
    })),
  };
}

/** A name that is safe in a header and on a disk. */
function toFileName(name: string | null | undefined, index: number): string {
  const safe = (name ?? "")
    .replace(/[^\w.@+-]+/g, "_")
    .replace(/^\.+/, "")
    .slice(-100);
  return safe === "" ? `attachment-${index + 1}` : safe;
}
