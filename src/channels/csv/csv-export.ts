import { transportName } from "../../domain/network/transport.ts";
import type { ExportFormat } from "../../domain/report/export-format.ts";
import { toCsvRow } from "../../platform/csv-writer.ts";

const columns = [
  "report",
  "finder",
  "case",
  "tlp",
  "grade",
  "finding",
  "type",
  "kind",
  "severity",
  "address",
  "name",
  "port",
  "transport",
  "observed_at",
];

/**
 * Observations as delimited text that no spreadsheet executes: columns of ours, then those of the report under the
 * names they have there, with `evidence.` before them.
 */
export const csvExport: ExportFormat = {
  name: "csv",
  needsColumns: true,
  open: ({ report, finder, caseName, tlp, grade }, evidenceColumns) => ({
    head: toCsvRow([...columns, ...evidenceColumns.map((column) => `evidence.${column}`)]),
    toLine: ({ finding, type, severity, address, name, port, transport, observedAt, evidence }) =>
      toCsvRow([
        report,
        finder,
        caseName ?? "",
        tlp,
        grade,
        String(finding),
        type.id,
        type.kind,
        severity,
        address ?? "",
        name ?? "",
        port === null ? "" : String(port),
        transport === null ? "" : (transportName(transport) ?? ""),
        observedAt.toISOString(),
        ...evidenceColumns.map((column) => evidence?.get(column) ?? ""),
      ]),
  }),
};
