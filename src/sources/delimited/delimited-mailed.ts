import { addFault, makeRecordLoop, type RowPlace } from "../../domain/report/record-loop.ts";
import type { RowBatch } from "../../domain/report/row-batch.ts";
import type { Refusal } from "../../domain/report/source.ts";
import { readTextHead } from "../../domain/report/text-head.ts";
import {
  type MailedField,
  type MailedOptions,
  type MailedRow,
  mailedFields,
} from "../../domain/shadow/mailed-row.ts";
import type {
  MailedReader,
  MailedSource,
  OpenedMailed,
} from "../../domain/shadow/mailed-source.ts";
import { readMailedTexts } from "../../domain/shadow/read-mailed-texts.ts";
import { makeCsvScanner, readCsvValue } from "../../platform/csv-scanner.ts";
import { findHeader, type Header } from "./find-header.ts";

/** Names that columns of such lists have in practice. */
const synonyms: Readonly<Record<MailedField, readonly string[]>> = {
  address: [
    "address",
    "recipient",
    "recipients",
    "recipient_address",
    "to",
    "aan",
    "ontvanger",
    "email",
    "e-mail",
    "mail",
    "contact",
    "abuse_contact",
    "source.abuse_contact",
  ],
  ip: ["ip", "ip_address", "ip-adres", "source.ip", "source_ip"],
  host: ["host", "hostname", "fqdn", "domain", "domein", "url", "source.fqdn"],
  type: ["type", "classification", "classification.identifier", "identifier", "finding_type"],
  time: ["time", "timestamp", "date", "datum", "sent", "sent_at", "mailed_at", "time.source"],
};

/** A list of what was mailed with a header line: comma, semicolon or tab between the values. */
export const delimitedMailed: MailedSource = {
  recognises(head) {
    const text = readTextHead(head);
    if (text.kind === "refused") return false;
    const header = findHeader(head, text.offset);
    return (
      header !== null && header.columns.length > 1 && !/^\s*[[{<]/.test(header.columns[0] ?? "")
    );
  },
  open,
};

function open(head: Uint8Array, options: MailedOptions): OpenedMailed {
  const text = readTextHead(head);
  if (text.kind === "refused") return text;
  const header = findHeader(head, text.offset);
  if (header === null) return refused("The first line is no header of column names.", null);
  const columns = new Map<MailedField, number>();
  for (const [column, field] of options.mapping) {
    if (!header.columns.includes(column)) return refused(`There is no column "${column}".`, column);
    if (isMailedField(field)) columns.set(field, header.columns.indexOf(column));
  }
  for (const field of mailedFields) {
    const at = header.columns.findIndex(
      (column) => synonyms[field].includes(column) && !options.mapping.has(column),
    );
    if (!columns.has(field) && at >= 0) columns.set(field, at);
  }
  if (!columns.has("address")) return refused("No column says whom it was mailed to.", "address");
  if (!columns.has("ip") && !columns.has("host"))
    return refused("No column says what it was about: ip or host.", "ip");
  return { kind: "opened", reader: makeReader(header, columns, options) };
}

function isMailedField(text: string): text is MailedField {
  return (mailedFields as readonly string[]).includes(text);
}

function makeReader(
  header: Header,
  columns: ReadonlyMap<MailedField, number>,
  { byType: wanted, catalogue }: MailedOptions,
): MailedReader {
  const byType = wanted ?? columns.has("type");
  // Two fields may be said by one column, and the scanner wants each column once.
  const needed = [...new Set(columns.values())];
  const scanner = makeCsvScanner(header.columns.length, needed, header.delimiter);
  const slots = new Map([...columns].map(([field, column]) => [field, needed.indexOf(column)]));
  let rows: MailedRow[] = [];

  function readField(bytes: Uint8Array, field: MailedField): string {
    const slot = slots.get(field);
    if (slot === undefined) return "";
    const [from, until] = [scanner.from[slot] as number, scanner.until[slot] as number];
    return readCsvValue(bytes, from, until, scanner.escaped[slot] as number).trim();
  }

  function readRow(bytes: Uint8Array, place: RowPlace, batch: RowBatch): void {
    const label = byType ? readField(bytes, "type") : "";
    const type = label === "" ? null : catalogue.findType(label);
    if (byType && type === null) {
      addFault(batch, place, "type", "no finding type of this name", label);
      return;
    }
    const texts = {
      address: readField(bytes, "address"),
      ip: readField(bytes, "ip"),
      host: readField(bytes, "host"),
      time: readField(bytes, "time"),
    };
    const row = readMailedTexts(texts, type, place, batch);
    if (row === null) return;
    rows.push(row);
    batch.count += 1;
  }

  const read = makeRecordLoop(scanner, readRow, () => undefined);
  return {
    byType,
    cursor: { offset: header.offset, line: header.line, row: 0 },
    read(piece, cursor, batch, into) {
      rows = into;
      read(piece, cursor, batch);
    },
  };
}

function refused(detail: string, field: string | null): OpenedMailed {
  const refusal: Refusal = {
    reason: "bad-header",
    detail,
    line: 1,
    field,
    remedy: `Say which column is what with --mailed-map column=field; fields are ${mailedFields.join(", ")}.`,
  };
  return { kind: "refused", refusal };
}
