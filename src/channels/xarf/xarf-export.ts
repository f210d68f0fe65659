import { renderRow } from "../../domain/notification/render-row.ts";
import type { ExportFormat } from "../../domain/report/export-format.ts";
import { toXarfContact, toXarfReport } from "../../domain/xarf/xarf-report.ts";
import { derivedUuids } from "../../platform/derived-uuids.ts";
import { toJsonPayload } from "../../platform/json-payload.ts";

/**
 * Observations as XARF v4 reports, a JSON object a line, with all columns of the row as evidence; of leaked credentials
 * never the secret.
 */
export function makeXarfExport(house: {
  readonly name: string;
  readonly contact: { readonly email: string };
}): ExportFormat {
  const contact = toXarfContact(house.name, house.contact.email);
  return {
    name: "xarf",
    needsColumns: false,
    open({ report, caseName, tlp }) {
      const ids = derivedUuids(`xarf ${report}`);
      let row = 0;
      return {
        head: "",
        toLine: (observation) => {
          row += 1;
          const value = toXarfReport(
            observation,
            renderRow(observation, observation.evidence, 3),
            3,
            {
              id: ids(row),
              contact,
              language: "en",
              tlp,
              own: { report, row, ...(caseName === null ? {} : { case: caseName }) },
              encode: toJsonPayload,
            },
          );
          return `${JSON.stringify(value)}\n`;
        },
      };
    },
  };
}
