import { makeTypeIndex } from "../../domain/finding/type-index.ts";
import { findAddress } from "../../domain/network/ip-address.ts";
import { mapColumns } from "../../domain/report/column-mapping.ts";
import { findInstant } from "../../domain/report/instant-reader.ts";
import { makeRecordLoop } from "../../domain/report/record-loop.ts";
import {
  addRowOfTexts,
  type ListField,
  listFields,
  makeRowTexts,
} from "../../domain/report/row-texts.ts";
import type {
  Opened,
  OpenOptions,
  Refusal,
  RowReader,
  Source,
} from "../../domain/report/source.ts";
import { readTextHead } from "../../domain/report/text-head.ts";
import { makeCsvEvidence } from "../../platform/csv-evidence.ts";
import { makeCsvScanner, readCsvValue } from "../../platform/csv-scanner.ts";
import { countStrayBytes } from "../../platform/stray-bytes.ts";
import { findHeader, type Header } from "./find-header.ts";

/** Lists with a header line: comma, semicolon or tab between the values. */
export const delimitedSource: Source = {
  format: "csv",
  grade: "reported",
  recognises(head, fileName) {
    const text = readTextHead(head);
    if (text.kind === "refused") return false;
    const header = findHeader(head, text.offset);
    if (header === null || header.columns.length < 2) return false;
    if (/^\s*[[{<]/.test(header.columns[0] ?? "")) return false;
    return /\.(?:csv|tsv)$/i.test(fileName ?? "") || isObject(header.columns);
  },
  open,
};

/** Whether a header names what rows are about, so that text without a telling file name is such a list. */
function isObject(columns: readonly string[]): boolean {
  const mapped = mapColumns(columns, new Map());
  return mapped.kind === "mapped" && objectFields.some((field) => mapped.mapping.has(field));
}

const objectFields: readonly ListField[] = ["ip", "host", "url", "domain", "email"];

function open(head: Uint8Array, options: OpenOptions): Opened {
  const text = readTextHead(head);
  if (text.kind === "refused") return text;
  const header = findHeader(head, text.offset);
  if (header === null) {
    return refused(
      "The first line is no header of column names.",
      "Let the first line name the columns: ip, port, protocol, timestamp, type.",
    );
  }
  if (header.values.some(isValue)) {
    return refused(
      "The first line has values where the names of the columns should be.",
      "Put a line before it that names the columns: ip, port, protocol, timestamp, type.",
    );
  }
  const mapped = mapColumns(header.columns, options.mapping);
  if (mapped.kind === "refused") return mapped;
  const { mapping } = mapped;
  if (!objectFields.some((field) => mapping.has(field))) {
    return refused(
      "No column tells an address or a name: ip, host, url, domain or email.",
      "Say which does with --map column=ip (or host, url, domain, email).",
      "ip",
    );
  }
  if (!mapping.has("timestamp")) {
    return refused(
      "No column tells when it was seen: timestamp.",
      "Say which does with --map column=timestamp; times need a zone (2026-01-31T23:59:59Z).",
      "timestamp",
    );
  }
  if (!mapping.has("type") && !mapping.has("cve") && options.type === null) {
    return refused(
      "Neither a column (type, cve) nor --type says what was found.",
      "Say --type, or which column tells it with --map column=type.",
      "type",
      "unknown-type",
    );
  }
  return {
    kind: "opened",
    cursor: { offset: header.offset, line: header.line, row: 0 },
    reportType: options.type?.id ?? null,
    reader: makeReader(header, mapping, options),
  };
}

function makeReader(
  { columns, values, delimiter }: Header,
  mapping: ReadonlyMap<ListField, string>,
  options: OpenOptions,
): RowReader {
  const fields = listFields.filter((field) => mapping.has(field));
  const needed = fields.map((field) => columns.indexOf(mapping.get(field) ?? ""));
  const scanner = makeCsvScanner(columns.length, needed, delimiter);
  const index = makeTypeIndex();
  const texts = makeRowTexts();
  const names = values.map((value) => value.trim());
  const terms = {
    catalogue: options.catalogue,
    type: options.type,
    index,
    columnOf: (field: ListField) => names[columns.indexOf(mapping.get(field) ?? "")] ?? field,
  };
  const read = makeRecordLoop(
    scanner,
    (bytes, place, batch) => {
      for (const [slot, field] of fields.entries()) {
        const [from, until] = [scanner.from[slot] as number, scanner.until[slot] as number];
        texts[field] = readCsvValue(bytes, from, until, scanner.escaped[slot] as number).trim();
      }
      addRowOfTexts(texts, terms, place, batch);
    },
    (bytes, from, until, batch) => {
      batch.replacedBytes += countStrayBytes(bytes.subarray(from, until));
    },
  );
  return {
    types: index.types,
    read,
    evidence: makeCsvEvidence(names, delimiter),
  };
}

/** Whether the text is what no column is called: an address, a time. */
function isValue(text: string): boolean {
  return findAddress(text.trim()) !== null || findInstant(text.trim()) !== null;
}

function refused(
  detail: string,
  remedy: string,
  field: string | null = null,
  reason: Refusal["reason"] = "bad-header",
): Opened {
  return { kind: "refused", refusal: { reason, detail, line: 1, field, remedy } };
}
