import type { Actor } from "../domain/access/actor.ts";
import type { Catalogue, FindingType } from "../domain/finding/finding-type.ts";
import type { ReportId } from "../domain/ids.ts";
import type { ExportedReport, ExportFormat } from "../domain/report/export-format.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { AppError, must } from "../platform/errors.ts";
import { readObservations } from "../store/observations.ts";
import { getReport, type Report } from "../store/reports.ts";
import { listObservedFindings } from "../store/views/observed-findings.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";

/** All columns of each row; null where the report is no longer kept. */
type ReadEvidence = (
  refs: readonly { readonly report: number; readonly offset: number }[],
) => Promise<readonly (ReadonlyMap<string, string> | null)[]>;

export type ExportReportContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly exportFormats: readonly ExportFormat[];
  readonly readEvidence: ReadEvidence;
};

export type ExportReportInput = {
  readonly report: ReportId;
  readonly format: string;
  readonly actor: Actor;
};

/** Rows read back together: they are in memory with all their columns. */
const rowsAtOnce = 2048;

/** Rows that lie behind one another, with what they say. */
type Block = {
  readonly ids: readonly number[];
  readonly observedAtS: readonly number[];
  readonly evidence: readonly (ReadonlyMap<string, string> | null)[];
};

/**
 * A report's accepted observations in the order of their rows, a line each with all columns of the row; a head line
 * first where the format has one.
 *
 * Read from the kept report at the pace of whoever takes the lines. Throws `not-found`, and `wrong-usage` for a format
 * that nobody writes.
 */
export async function* exportReport({
  context,
  input,
}: {
  readonly context: ExportReportContext;
  readonly input: ExportReportInput;
}): AsyncGenerator<string> {
  const format = getFormat(context.exportFormats, input.format);
  const report = await getReport(context.sql, input.report);
  const { actor } = input;
  const { finder, id: subject } = report;
  permit(actor, "report.export", { finder });
  const detail = { format: format.name };
  await recordAct(context, { actor, act: "report.export", about: finder, subject, detail });
  const columns = format.needsColumns ? await collectColumns(context, report) : [];
  const writer = format.open(toExportedReport(report), columns);
  if (writer.head !== "") yield writer.head;
  for await (const block of readBlocks(context, report)) {
    const findings = await listObservedFindings(context.sql, block.ids);
    for (const [i, id] of block.ids.entries()) {
      const finding = must(findings.get(id), "an observation is of a finding");
      yield writer.toLine({
        ...finding,
        type: getType(context.catalogue, finding.type),
        observedAt: new Date((block.observedAtS[i] as number) * 1000),
        evidence: block.evidence[i] ?? null,
      });
    }
  }
}

function getFormat(formats: readonly ExportFormat[], name: string): ExportFormat {
  const format = formats.find((candidate) => candidate.name === name);
  if (format !== undefined) return format;
  const names = formats.map((candidate) => candidate.name).join(", ");
  throw new AppError("wrong-usage", `Reports are not exported as ${JSON.stringify(name)}.`, {
    remedy: `Choose one of ${names}.`,
  });
}

function getType(catalogue: Catalogue, id: string): FindingType {
  return must(catalogue.findType(id), `finding type ${id} left the catalogue`);
}

function toExportedReport(report: Report): ExportedReport {
  const { id, finder, format, reportType, caseName, tlp, grade, receivedAt } = report;
  return { report: id, finder, format, reportType, caseName, tlp, grade, receivedAt };
}

/** Columns of all rows, in the order met. */
async function collectColumns(context: ExportReportContext, report: Report): Promise<string[]> {
  const columns = new Set<string>();
  for await (const { evidence } of readBlocks(context, report)) {
    for (const row of evidence) for (const column of row?.keys() ?? []) columns.add(column);
  }
  return [...columns];
}

async function* readBlocks(context: ExportReportContext, report: Report): AsyncGenerator<Block> {
  for await (const chunk of readObservations(context.sql, report.number)) {
    for (let from = 0; from < chunk.findingIds.length; from += rowsAtOnce) {
      const until = from + rowsAtOnce;
      const offsets = [...chunk.offsets.subarray(from, until)];
      yield {
        ids: [...chunk.findingIds.subarray(from, until)],
        observedAtS: [...chunk.observedAtS.subarray(from, until)],
        evidence: await context.readEvidence(
          offsets.map((offset) => ({ report: report.number, offset })),
        ),
      };
    }
  }
}
