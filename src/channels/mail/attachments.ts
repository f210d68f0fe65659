import {
  type Customer,
  isForDesk,
  listCustomers,
  mostCustomerFiles,
} from "../../domain/notification/customers.ts";
import { mannerOf, type Notification } from "../../domain/notification/notification.ts";
import { toCustomerText } from "./customer-text.ts";
import { isAttached } from "./mail-text.ts";
import type { MailAttachment } from "./mime/write-mail.ts";
import { type RowsCsv, toRowsCsv } from "./rows-csv.ts";
import { toRowsXarf } from "./rows-xarf.ts";
import type { ShownRow } from "./shown-row.ts";
import type { TextMaterial } from "./text-material.ts";

/** What hangs on a mail: the rows as CSV; to a network's desk also as XARF, and ready for its customers. */
export function toAttachments(
  notification: Notification,
  rows: readonly ShownRow[],
  material: TextMaterial,
): MailAttachment[] {
  const { recipient, number } = notification;
  if (!isAttached(mannerOf(recipient.rung))) return [];
  const csv = textFile(`${number}.csv`, "text/csv", whole(toRowsCsv(rows, recipient.language)));
  if (!isForDesk(notification)) return [csv];
  const xarf = {
    filename: `${number}.xarf.json`,
    contentType: "application/json",
    content: Buffer.from(toRowsXarf(notification, rows, material.instance)),
  };
  return [csv, xarf, ...toCustomerFiles(notification, rows, material)];
}

function toCustomerFiles(
  notification: Notification,
  rows: readonly ShownRow[],
  material: TextMaterial,
): MailAttachment[] {
  const { number, recipient } = notification;
  const customers = listCustomers(notification.rows);
  if (customers.length === 0) return [];
  if (customers.length > mostCustomerFiles) {
    const theirs = customers.flatMap((customer) => rowsOf(customer, rows));
    const whose = customers.flatMap(({ object, positions }) => positions.map(() => object));
    const csv = whole(toRowsCsv(theirs, recipient.language, whose));
    return [textFile(`${number}-customers.csv`, "text/csv", csv)];
  }
  return customers.map((customer, i) => {
    const theirs = rowsOf(customer, rows);
    const text = toCustomerText(notification, customer.object, theirs, material);
    const heading = material.templates.message(recipient.language, "customer.csv");
    const csv = whole(toRowsCsv(theirs, recipient.language));
    const content = `${`${text}\n${heading}\n\n`.replaceAll("\n", "\r\n")}${csv}`;
    return textFile(`${number}-${i + 1}-${toFileName(customer.object)}.txt`, "text/plain", content);
  });
}

function rowsOf({ positions }: Customer, rows: readonly ShownRow[]): ShownRow[] {
  return positions.map((position) => rows[position] as ShownRow);
}

function textFile(filename: string, type: string, content: string): MailAttachment {
  return { filename, contentType: `${type}; charset=utf-8`, content: Buffer.from(content) };
}

function whole({ header, lines }: RowsCsv): string {
  return header + lines.join("");
}

/** An address or a name of a host as part of a file's name, on every system. */
function toFileName(object: string): string {
  return object.replace(/[^a-z0-9.-]/gi, "-").slice(0, 60);
}
