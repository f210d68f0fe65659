import { parse } from "csv-parse/sync";
import type { MailServer } from "./mail-server.ts";

/** A mail as its recipient reads it. */
export type Mailbox = {
  readonly messageId: string;
  /** Objects of the rows in the text. */
  readonly rows: readonly string[];
  /** Rows of the attachment; empty without one. */
  readonly records: readonly Record<string, string>[];
};

/** What a provider is given to send on: the same rows once more; the lines around it may be encoded. */
const forCustomers = /^(?:=2D|-)-{9} .*?^(?:=2D|-)-{9} /ms;

/** Mail by the address that it came to, in the order in which it came. */
export function makeMailboxes(kept: MailServer["kept"]): Map<string, Mailbox[]> {
  const boxes = new Map<string, Mailbox[]>();
  for (const { to, bytes, messageId } of kept) {
    const text = bytes.toString("utf8");
    const attachment = /Content-Disposition: attachment[^\r]*\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(
      text,
    )?.[1];
    const csv = attachment === undefined ? "" : Buffer.from(attachment, "base64").toString("utf8");
    const mail = {
      messageId,
      rows: [...text.replace(forCustomers, "").matchAll(/^ {1,3}\d+\. (\S+)/gm)].map(
        ([, object]) => object ?? "",
      ),
      records: parse(csv, { columns: true }) as Record<string, string>[],
    };
    boxes.set(to, [...(boxes.get(to) ?? []), mail]);
  }
  return boxes;
}
