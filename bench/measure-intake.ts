import { type TakenIn, takeIn } from "../src/pipeline/run.ts";
import { must } from "../src/platform/errors.ts";
import { findReportSummary, type ReportSummary } from "../src/store/views/report-summary.ts";
import { type DatabaseSize, measureDatabaseSize } from "./database-size.ts";
import { finder } from "./make-world.ts";
import type { Profile } from "./measure.ts";
import type { BenchContext } from "./open-context.ts";
import { readPeakBytes } from "./peak-memory.ts";
import { readMachineCpuSeconds, readServerCpuSeconds } from "./processor-time.ts";
import { takeProfile } from "./take-profile.ts";

/** What taking a report in came to. */
export type Intake = {
  readonly summary: ReportSummary;
  /** From handing over the first byte to the last row saved. */
  readonly seconds: number;
  /** Until all bytes were kept, a part of `seconds`. */
  readonly keepSeconds: number;
  /** Until the first chunk was on its way to the database: bytes kept, world read and compiled. */
  readonly readySeconds: number;
  /** Processor time of all threads of this process. */
  readonly ownCpuSeconds: number;
  /** Null where it cannot be read. */
  readonly serverCpuSeconds: number | null;
  /** Of everything on the machine, these two included; null where it cannot be read. */
  readonly machineCpuSeconds: number | null;
  /** The most memory that this process ever held. */
  readonly peakBytes: number;
  readonly before: DatabaseSize;
  readonly after: DatabaseSize;
  /** Seconds since the start by rows read, in order. */
  readonly progress: readonly { readonly rows: number; readonly seconds: number }[];
  readonly profile: Profile | null;
};

export type IntakeInput = {
  readonly received: AsyncIterable<Uint8Array>;
  readonly fileName: string;
  /** As the command line knows it of a file. */
  readonly expectedBytes: number | null;
  /** Null: the file name tells. */
  readonly typeLabel?: string;
  readonly caseName?: string;
  readonly isProfiled: boolean;
};

/** Takes a report in as the pipeline does, and measures it. */
export async function measureIntake(context: BenchContext, input: IntakeInput): Promise<Intake> {
  const { sql } = context;
  const before = await measureDatabaseSize(sql);
  const serverBefore = await readServerCpuSeconds(sql);
  const machineBefore = readMachineCpuSeconds();
  const progress: { rows: number; seconds: number }[] = [];
  const cpuBefore = process.cpuUsage();
  const from = performance.now();
  const elapsed = (): number => (performance.now() - from) / 1000;
  let keepSeconds = 0;
  const work = (): Promise<TakenIn> =>
    takeIn(
      context,
      input.received,
      toHandover(input),
      ({ stage, rows }) => {
        if (stage === "receiving") keepSeconds = elapsed();
        else progress.push({ rows, seconds: elapsed() });
      },
      input.expectedBytes,
    );
  const { value: taken, profile } = input.isProfiled
    ? await takeProfile(work)
    : { value: await work(), profile: null };
  const seconds = elapsed();
  const { user, system } = process.cpuUsage(cpuBefore);
  const machineAfter = readMachineCpuSeconds();
  const serverAfter = await readServerCpuSeconds(sql);
  const found = await findReportSummary(sql, taken.report);
  return {
    summary: must(found, "a report that was taken in is there"),
    seconds,
    keepSeconds,
    readySeconds: progress[0]?.seconds ?? seconds,
    ownCpuSeconds: (user + system) / 1e6,
    serverCpuSeconds: difference(serverBefore, serverAfter),
    machineCpuSeconds: difference(machineBefore, machineAfter),
    peakBytes: readPeakBytes(),
    before,
    after: await measureDatabaseSize(sql),
    progress,
    profile,
  };
}

function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before;
}

function toHandover({ fileName, typeLabel, caseName }: IntakeInput): Parameters<typeof takeIn>[2] {
  return {
    finder,
    format: null,
    typeLabel: typeLabel ?? null,
    fileName,
    mapping: {},
    caseName: caseName ?? null,
    tlp: null,
    grade: null,
    complete: false,
    scope: null,
    signature: null,
    releasedBy: null,
  };
}
