import { statSync } from "node:fs";
import { readFilePieces } from "../../src/platform/read-file-pieces.ts";
import { secondReport } from "../day-reports.ts";
import { growthOf, toIntakeMeasures } from "../intake-measures.ts";
import { measured, type Outcome } from "../measure.ts";
import { measureIntake } from "../measure-intake.ts";
import { openContext } from "../open-context.ts";
import type { Bench } from "../row.ts";
import { writeReport } from "../write-report.ts";

/** Takes in the report of the day after, on the database that the first day left. */
export async function secondDay(bench: Bench): Promise<Outcome> {
  const report = secondReport(bench);
  await writeReport(report.path, report.shape);
  const context = await openContext(bench, report.day);
  try {
    const intake = await measureIntake(context, {
      received: readFilePieces(report.path),
      expectedBytes: statSync(report.path).size,
      fileName: report.fileName,
      isProfiled: bench.isProfiled,
    });
    const { accepted, new: fresh, seenAgain } = intake.summary;
    const findingGrowth = intake.after.findingBytes - intake.before.findingBytes;
    const otherGrowth = growthOf(intake) - findingGrowth;
    return {
      measures: [
        ...toIntakeMeasures(intake, { atLeast: 250_000 }, null),
        measured(
          "growth of the database but for the table of findings",
          "bytes/row seen again",
          otherGrowth / seenAgain,
          { atMost: 32 },
        ),
        measured(
          "growth of the table of findings with its indexes",
          "bytes/new finding",
          findingGrowth / fresh,
        ),
        measured("growth of the database in all", "bytes/row", growthOf(intake) / accepted),
      ],
      about: [
        `${accepted} rows, of which ${seenAgain} seen again and ${fresh} new findings`,
        "findings seen again that were rewritten would show as growth of the table of findings",
      ],
      profile: intake.profile,
    };
  } finally {
    await context.sql.close();
  }
}
