import { statSync } from "node:fs";
import { readFilePieces } from "../../src/platform/read-file-pieces.ts";
import { firstReport } from "../day-reports.ts";
import { growthOf, toIntakeMeasures } from "../intake-measures.ts";
import { measured, type Outcome } from "../measure.ts";
import { measureIntake } from "../measure-intake.ts";
import { openContext } from "../open-context.ts";
import type { Bench } from "../row.ts";
import { writeReport } from "../write-report.ts";

/** Takes in a report of findings that nobody has seen. */
export async function firstSight(bench: Bench): Promise<Outcome> {
  const report = firstReport(bench);
  await writeReport(report.path, report.shape);
  const context = await openContext(bench, report.day);
  try {
    const intake = await measureIntake(context, {
      received: readFilePieces(report.path),
      expectedBytes: statSync(report.path).size,
      fileName: report.fileName,
      isProfiled: bench.isProfiled,
    });
    const { accepted, new: fresh } = intake.summary;
    return {
      measures: [
        ...toIntakeMeasures(
          intake,
          { atLeast: bench.server === "embedded" ? 60_000 : 80_000 },
          null,
        ),
        measured("growth of the database", "bytes/row", growthOf(intake) / accepted),
        measured("growth of the database", "bytes/finding", growthOf(intake) / fresh),
      ],
      about: [
        `${accepted} rows, ${fresh} findings, none known before`,
        `${bench.organisations} organisations, ${bench.claims} claims, the Dutch registry`,
      ],
      profile: intake.profile,
    };
  } finally {
    await context.sql.close();
  }
}
