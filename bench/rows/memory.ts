import { firstReport } from "../day-reports.ts";
import { growthOf, toIntakeMeasures } from "../intake-measures.ts";
import { type Measure, measured, type Outcome } from "../measure.ts";
import { type Intake, measureIntake } from "../measure-intake.ts";
import { openContext } from "../open-context.ts";
import type { Bench } from "../row.ts";
import { streamReport } from "../write-report.ts";

const usualRows = 10_000_000;
const fewestChunks = 100;

/** Takes in a report that is made while it comes in, far larger than the memory it may take. */
export async function memory(bench: Bench): Promise<Outcome> {
  const report = firstReport(bench, bench.size ?? usualRows);
  const context = await openContext(bench, report.day);
  try {
    const intake = await measureIntake(context, {
      received: streamReport(report.shape),
      expectedBytes: null,
      fileName: report.fileName,
      isProfiled: bench.isProfiled,
    });
    const { accepted, new: fresh } = intake.summary;
    const { rows } = report.shape;
    if (accepted !== rows) throw new Error(`${accepted} of ${rows} rows came in.`);
    return {
      measures: [
        ...toIntakeMeasures(intake, null, { atMost: 512 }),
        ...toSlowdown(intake),
        measured("growth of the database", "bytes/row", growthOf(intake) / accepted),
      ],
      about: [
        `${accepted} rows, ${fresh} findings, none known before; the report comes from another process, which takes its share of a processor`,
      ],
      profile: intake.profile,
    };
  } finally {
    await context.sql.close();
  }
}

/** Whether rows take longer the more is known; a short report has too few chunks to tell. */
function toSlowdown(intake: Intake): Measure[] {
  if (intake.progress.length < fewestChunks) return [];
  const name = "time per row, last tenth against first tenth";
  const times = secondsOf(intake, 0.9, 1) / secondsOf(intake, 0, 0.1);
  return [measured(name, "times", times, { atMost: 1.3 })];
}

/** How long a part of the rows took. */
function secondsOf({ progress }: Intake, from: number, until: number): number {
  const rows = progress.at(-1)?.rows ?? 0;
  const at = (share: number): number =>
    (progress.find((each) => each.rows >= rows * share) ?? progress.at(-1))?.seconds ?? 0;
  return at(until) - at(from);
}
