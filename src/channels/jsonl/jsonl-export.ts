import { transportName } from "../../domain/network/transport.ts";
import type { ExportFormat } from "../../domain/report/export-format.ts";

/** Observations as JSON objects, one a line; the columns of the row stand under `evidence`. */
export const jsonlExport: ExportFormat = {
  name: "jsonl",
  needsColumns: false,
  open: ({ report, finder, caseName, tlp, grade }) => ({
    head: "",
    toLine: (observation) => {
      const { finding, type, severity, address, name, port, transport, observedAt } = observation;
      const evidence = observation.evidence && Object.fromEntries(observation.evidence);
      const value = {
        report,
        finder,
        case: caseName,
        tlp,
        grade,
        finding,
        type: type.id,
        kind: type.kind,
        severity,
        address,
        name,
        port,
        transport: transport === null ? null : transportName(transport),
        observedAt: observedAt.toISOString(),
        evidence,
      };
      return `${JSON.stringify(value)}\n`;
    },
  }),
};
