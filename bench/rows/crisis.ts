import { statSync } from "node:fs";
import { readFilePieces } from "../../src/platform/read-file-pieces.ts";
import { criticalReport } from "../day-reports.ts";
import { measured, type Outcome } from "../measure.ts";
import { measureIntake } from "../measure-intake.ts";
import { measureOutgoing } from "../measure-outgoing.ts";
import { openContext } from "../open-context.ts";
import { readPeakBytes } from "../peak-memory.ts";
import type { Bench } from "../row.ts";
import { writeReport } from "../write-report.ts";

/** As many as DIVD published for FortiOS (case DIVD-2024-00005); here every address is Dutch, which is harder. */
const usualRows = 377_633;
const typeLabel = "cve-2024-21762";
const caseName = "DIVD-2024-00005";

/** Takes in a list as large as the largest there was, all of it critical, and brings its mail to a server. */
export async function crisis(bench: Bench): Promise<Outcome> {
  const report = criticalReport(bench, bench.size ?? usualRows);
  await writeReport(report.path, report.shape);
  const context = await openContext(bench, report.day);
  try {
    const fromMs = performance.now();
    const intake = await measureIntake(context, {
      received: readFilePieces(report.path),
      expectedBytes: statSync(report.path).size,
      fileName: report.fileName,
      typeLabel,
      caseName,
      isProfiled: false,
    });
    const outgoing = await measureOutgoing(context, bench);
    const { acceptedAtMs, notifications } = outgoing;
    const nearlyAllMs = acceptedAtMs[Math.ceil(notifications * 0.99) - 1] ?? Number.NaN;
    return {
      measures: [
        measured("from upload to 99 of 100 mails accepted", "s", (nearlyAllMs - fromMs) / 1000, {
          atMost: 600,
        }),
        measured("until all rows are saved", "s", intake.seconds),
        measured(
          "from upload to the first mail accepted",
          "s",
          ((acceptedAtMs[0] ?? Number.NaN) - fromMs) / 1000,
        ),
        measured("notifications composed and handed over", "/s", notifications / outgoing.seconds),
        measured("peak memory of the process (RSS)", "MiB", readPeakBytes() / 2 ** 20),
      ],
      about: [
        `${intake.summary.accepted} rows, ${intake.summary.new} findings; ${notifications} notifications with ${outgoing.rows} rows`,
        `${bench.organisations} organisations, ${bench.claims} claims, the Dutch registry; a mail server in another process that takes everything; no volume brake`,
      ],
      profile: outgoing.profile,
    };
  } finally {
    await context.sql.close();
  }
}
