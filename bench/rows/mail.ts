import { statSync } from "node:fs";
import { readFilePieces } from "../../src/platform/read-file-pieces.ts";
import { criticalReport } from "../day-reports.ts";
import { measured, type Outcome } from "../measure.ts";
import { measureIntake } from "../measure-intake.ts";
import { measureOutgoing } from "../measure-outgoing.ts";
import { openContext } from "../open-context.ts";
import type { Bench } from "../row.ts";
import { writeReport } from "../write-report.ts";

const usualRows = 10_000;

/** Takes in a critical report and brings its mail to a server. */
export async function mail(bench: Bench): Promise<Outcome> {
  const report = criticalReport(bench, bench.size ?? usualRows);
  await writeReport(report.path, report.shape);
  const context = await openContext(bench, report.day);
  try {
    const fromMs = performance.now();
    const intake = await measureIntake(context, {
      received: readFilePieces(report.path),
      expectedBytes: statSync(report.path).size,
      fileName: report.fileName,
      isProfiled: false,
    });
    const outgoing = await measureOutgoing(context, bench);
    const [firstMs = Number.NaN] = outgoing.acceptedAtMs;
    return {
      measures: [
        measured("from submitted to first mail accepted", "s", (firstMs - fromMs) / 1000, {
          atMost: 5,
        }),
        measured("of that, until all rows are saved", "s", intake.seconds),
        measured(
          "notifications composed, signed and handed over",
          "/s",
          outgoing.notifications / outgoing.seconds,
          { atLeast: 500 },
        ),
        measured("time for all of them", "s", outgoing.seconds),
      ],
      about: [
        `${intake.summary.accepted} critical rows, ${intake.summary.new} findings; ${outgoing.notifications} notifications with ${outgoing.rows} rows`,
        `${bench.organisations} organisations, ${bench.claims} claims, the Dutch registry; a mail server in another process that takes everything; no volume brake`,
      ],
      profile: outgoing.profile,
    };
  } finally {
    await context.sql.close();
  }
}
