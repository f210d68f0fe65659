import type { FindingType } from "../../domain/finding/finding-type.ts";
import { findTransport } from "../../domain/network/transport.ts";
import {
  type ShadowserverReport,
  type ShadowserverSchema,
  toReportOfColumns,
} from "../../domain/report/shadowserver-schema.ts";
import type { Opened, OpenOptions, Refusal, Source } from "../../domain/report/source.ts";
import { readTextHead } from "../../domain/report/text-head.ts";
import { readCsvHeader } from "../../platform/csv-header.ts";
import { type ColumnRoles, toColumnRoles } from "./column-roles.ts";
import { findReportName } from "./report-name.ts";
import { makeShadowserverReader } from "./shadowserver-reader.ts";

const comma = 44;

/** Columns that nearly every report of the feed has, and hardly any other list. */
const feedColumns = [
  "geo",
  "src_geo",
  "http_referer_geo",
  "naics",
  "src_naics",
  "region",
  "infection",
];

/** Shadowserver's reports, as its schema describes them. */
export function makeShadowserverSource(schema: ShadowserverSchema): Source {
  return {
    format: "shadowserver",
    grade: "verified",
    recognises: (head, fileName) => recognises(schema, head, fileName),
    open: (head, options) => open(schema, head, options),
  };
}

function recognises(
  schema: ShadowserverSchema,
  head: Uint8Array,
  fileName: string | null,
): boolean {
  // A known name with contents that are wrong is such a report all the same: to be refused, not read as a list.
  const isKnown = schema.reports.has(findReportName(fileName) ?? "");
  if (isKnown && isDated(fileName)) return true;
  const text = readTextHead(head);
  if (text.kind === "refused") return false;
  const columns = readColumns(head, text.offset)?.columns;
  if (columns === undefined) return false;
  const feedLike = feedColumns.filter((column) => columns.includes(column)).length;
  return feedLike >= (isKnown ? 1 : 2) && (isKnown || columns.includes("timestamp"));
}

/** Whether the file name begins with a date, as the feed's do; `special-addresses.csv` is somebody's list. */
function isDated(fileName: string | null): boolean {
  return /^\d{4}-\d{2}-\d{2}-/.test(fileName ?? "");
}

function open(schema: ShadowserverSchema, head: Uint8Array, options: OpenOptions): Opened {
  const text = readTextHead(head);
  if (text.kind === "refused") return text;
  const header = readColumns(head, text.offset);
  if (header === null) {
    return refused({
      reason: "bad-header",
      detail: "The first line is no header of comma-separated column names.",
      line: 1,
      field: null,
      remedy: "Hand over the report as Shadowserver delivered it, with its first line.",
    });
  }
  const { columns } = header;
  const name = findReportName(options.fileName);
  const known = name === null ? null : (schema.reports.get(name) ?? null);
  const report = known ?? toReportOfColumns(name ?? "unknown", columns, schema.defaults);
  const reported = reportedType(report, options);
  if (reported === null) return refused(unknownType(name, known));
  const roles = toColumnRoles(report);
  const missing = missingColumns(roles, columns, reported);
  const [column] = missing;
  if (column !== undefined) {
    return refused({
      reason: "bad-header",
      detail: `The header has no column ${missing.join(", ")}.`,
      line: 1,
      field: column,
      remedy:
        "If the feed changed its columns, put its new intelmq.json into data/shadowserver; else check that the file is whole and its name is that of its report type.",
    });
  }
  const twice = findTwice(roles, columns);
  if (twice !== null) {
    return refused({
      reason: "bad-header",
      detail: `The header has the column ${twice} twice.`,
      line: 1,
      field: twice,
      remedy: "Take one of them out, or hand over the report as Shadowserver delivered it.",
    });
  }
  return {
    kind: "opened",
    cursor: { offset: header.offset, line: header.line, row: 0 },
    reportType: name ?? options.type?.id ?? null,
    reader: makeShadowserverReader({
      columns,
      rowColumns: countRowColumns(head, header.offset, columns, roles),
      roles,
      reported,
      transport: findTransport(report.constants["protocol.transport"] ?? "") ?? 0,
      catalogue: options.catalogue,
    }),
  };
}

/** `--type`, else what the catalogue knows under the report's name. */
function reportedType(report: ShadowserverReport, options: OpenOptions): FindingType | null {
  return options.type ?? options.catalogue.findType(report.fileName);
}

function unknownType(name: string | null, known: ShadowserverReport | null): Refusal {
  const unknown = { reason: "unknown-type", line: null, field: null } as const;
  if (name === null) {
    return {
      ...unknown,
      detail: "The file name does not tell the type of report.",
      remedy:
        "Hand it over under the name it had (2026-11-20-scan_exchange-nederland-geo.csv), or say --type.",
    };
  }
  return {
    ...unknown,
    detail: `The catalogue of finding types does not know the report type ${name}.`,
    remedy:
      known === null
        ? "Check the file name. For a new report type put Shadowserver's new intelmq.json into data/shadowserver and an entry into data/finding-types, or say --type."
        : "Add an entry for it to data/finding-types, or say --type.",
  };
}

/** Required columns that are not there; the port is required where it is part of a finding's identity. */
function missingColumns(
  roles: ColumnRoles,
  columns: readonly string[],
  reported: FindingType | null = null,
): string[] {
  const required = [...roles.required];
  if (reported?.port === true && roles.port !== null) required.push(roles.port);
  const missing = required.filter((column) => !columns.includes(column));
  const objects = [roles.address, ...roles.names, roles.email].filter((column) => column !== null);
  if (missing.length === 0 && !objects.some((column) => columns.includes(column))) {
    missing.push(objects[0] ?? "ip");
  }
  return missing;
}

/** A column that rows are made of and that stands in the header twice: which of them is meant? */
function findTwice(roles: ColumnRoles, columns: readonly string[]): string | null {
  const { time, address, port, protocol, email, tag, severity, names } = roles;
  const needed = [time, address, port, protocol, email, tag, severity, ...names];
  const isTwice = (column: string | null): boolean =>
    column !== null && columns.indexOf(column) !== columns.lastIndexOf(column);
  return needed.find(isTwice) ?? null;
}

/**
 * How many columns the rows have: as many as the header, but for reports whose header is newer than their rows and
 * names further columns at its end. The first row tells, when it has all that is required; others are faults.
 */
function countRowColumns(
  head: Uint8Array,
  offset: number,
  columns: readonly string[],
  roles: ColumnRoles,
): number {
  const first = readCsvHeader(head, offset, comma);
  if (first === null || first.values.length >= columns.length) return columns.length;
  const hasRequired = roles.required.every(
    (column) => columns.indexOf(column) < first.values.length,
  );
  const isWhole = head[first.offset - 1] === 10 || head[first.offset - 1] === 13;
  return hasRequired && isWhole ? first.values.length : columns.length;
}

function readColumns(
  head: Uint8Array,
  offset: number,
): { readonly columns: string[]; readonly offset: number; readonly line: number } | null {
  const header = readCsvHeader(head, offset, comma);
  if (header === null || header.values.length < 2) return null;
  const columns = header.values.map((value) => value.trim().toLowerCase());
  return { columns, offset: header.offset, line: header.line };
}

function refused(refusal: Refusal): Opened {
  return { kind: "refused", refusal };
}
