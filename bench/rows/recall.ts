import { statSync } from "node:fs";
import type { CorrectionId, ReportId } from "../../src/domain/ids.ts";
import { runOutgoing } from "../../src/pipeline/run-outgoing.ts";
import { previewRecall, runCorrections, runRecall } from "../../src/pipeline/run-recall.ts";
import { readFilePieces } from "../../src/platform/read-file-pieces.ts";
import { newUuid } from "../../src/platform/uuid.ts";
import { criticalReport } from "../day-reports.ts";
import { measured, type Outcome } from "../measure.ts";
import { measureIntake } from "../measure-intake.ts";
import { withOutgoing } from "../measure-outgoing.ts";
import { openContext } from "../open-context.ts";
import type { Bench } from "../row.ts";
import { writeReport } from "../write-report.ts";

const usualRows = 100_000;

/** Takes a report in, tells everybody, then takes it back. */
export async function recall(bench: Bench): Promise<Outcome> {
  const report = criticalReport(bench, bench.size ?? usualRows);
  await writeReport(report.path, report.shape);
  const context = await openContext(bench, report.day);
  try {
    const intake = await measureIntake(context, {
      received: readFilePieces(report.path),
      expectedBytes: statSync(report.path).size,
      fileName: report.fileName,
      isProfiled: false,
    });
    return await withOutgoing(context, async (outgoing) => {
      const { notified } = await runOutgoing(outgoing);
      const scope = { kind: "report", report: intake.summary.report as ReportId } as const;
      const fromMs = performance.now();
      const { digest, findings } = await previewRecall(context, scope);
      const previewedMs = performance.now();
      const id = newUuid(context.clock().getTime()) as CorrectionId;
      const texts = { nl: null, en: null };
      const order = { id, scope, digest, reason: "the wrong list", texts, by: "operator bench" };
      await runRecall(
        context,
        order,
        async () => undefined,
        async () => undefined,
      );
      const recalledMs = performance.now();
      const corrections = await runCorrections(outgoing);
      const queuedMs = performance.now();
      return {
        measures: [
          measured("previewed", "s", (previewedMs - fromMs) / 1000, { atMost: 2 }),
          measured(
            "from the order until all corrections are queued",
            "s",
            (queuedMs - previewedMs) / 1000,
            {
              atMost: 10,
            },
          ),
          measured(
            "of that, until nothing of it goes out any more",
            "s",
            (recalledMs - previewedMs) / 1000,
          ),
        ],
        about: [
          `${intake.summary.accepted} rows, ${intake.summary.new} findings, ${findings.withdrawn} of them withdrawn; ${notified.notifications} notifications had told of them, ${corrections} corrections take them back`,
          `${bench.organisations} organisations, ${bench.claims} claims, the Dutch registry`,
        ],
        profile: null,
      };
    });
  } finally {
    await context.sql.close();
  }
}
