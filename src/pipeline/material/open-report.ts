import type { Catalogue } from "../../domain/finding/finding-type.ts";
import { chooseSource } from "../../domain/report/choose-source.ts";
import type { Format, Opened, Refusal, Source } from "../../domain/report/source.ts";
import { formats } from "../../domain/report/source.ts";

/** How to read a report, as far as whoever handed it over said. */
export type ReportDescription = {
  readonly format: Format | null;
  readonly typeLabel: string | null;
  /** Base name, without the ending of its packing; null from standard input. */
  readonly fileName: string | null;
  /** Our field by the report's column, both lower case. */
  readonly mapping: Readonly<Record<string, string>>;
};

export type OpenedReport =
  | (Extract<Opened, { kind: "opened" }> & { readonly source: Source })
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly source: Source | null };

/** Chooses the format and opens the report by its beginning. */
export function openReport(
  head: Uint8Array,
  description: ReportDescription,
  sources: readonly Source[],
  catalogue: Catalogue,
): OpenedReport {
  if (head.length === 0) {
    return refused(null, {
      reason: "empty",
      detail: "The report is empty.",
      line: null,
      field: null,
      remedy: "Check that the file was written to its end, and hand it over again.",
    });
  }
  const type = description.typeLabel === null ? null : catalogue.findType(description.typeLabel);
  if (description.typeLabel !== null && type === null) {
    return refused(null, {
      reason: "unknown-type",
      detail: `No finding type is called ${JSON.stringify(description.typeLabel.slice(0, 100))}.`,
      line: null,
      field: "--type",
      remedy: "Name an id, an alias or a CVE id of the catalogue (data/finding-types).",
    });
  }
  const source =
    description.format === null
      ? chooseSource(sources, head, description.fileName)
      : (sources.find(({ format }) => format === description.format) ?? null);
  if (source === null) {
    return refused(null, {
      reason: "wrong-format",
      detail: "The report looks like none of the known formats.",
      line: 1,
      field: null,
      remedy: `Say which it is with --format (${formats.join(", ")}).`,
    });
  }
  const opened = source.open(head, {
    fileName: description.fileName,
    type,
    mapping: new Map(Object.entries(description.mapping)),
    catalogue,
  });
  return { ...opened, source };
}

function refused(source: Source | null, refusal: Refusal): OpenedReport {
  return { kind: "refused", refusal, source };
}
