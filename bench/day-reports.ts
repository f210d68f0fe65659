import { join } from "node:path";
import type { ReportShape } from "./make-report.ts";
import type { Bench } from "./row.ts";

/** A report to be taken in: its day, its name as the feed gives it, and what it is made of. */
export type DayReport = {
  readonly day: string;
  readonly fileName: string;
  readonly path: string;
  readonly shape: ReportShape;
};

const usualRows = 1_000_000;
const duplicates = 0.1;
const firstSeed = 11;

/** The report of the first day. */
export function firstReport(bench: Bench, rows = bench.size ?? usualRows): DayReport {
  return toDayReport(bench, {
    rows,
    seed: firstSeed,
    duplicates,
    seenBefore: null,
    severity: "medium",
    day: "2026-11-20",
  });
}

/** That of the next: 95 of 100 rows have an address that was in the first. */
export function secondReport(bench: Bench): DayReport {
  return toDayReport(bench, {
    ...firstReport(bench).shape,
    seed: firstSeed + 100,
    seenBefore: { seed: firstSeed, share: 0.95 },
    day: "2026-11-21",
  });
}

/** One of which every row is critical, so that its mail goes at once. */
export function criticalReport(bench: Bench, rows: number): DayReport {
  return toDayReport(bench, {
    ...firstReport(bench, rows).shape,
    seed: firstSeed + 200,
    severity: "critical",
  });
}

function toDayReport(bench: Bench, shape: ReportShape): DayReport {
  const { day, rows, severity } = shape;
  const fileName = `${day}-scan_dvr_dhcpdiscover-nederland-geo.csv`;
  return { day, fileName, path: join(bench.inputFolder, `${rows}-${severity}-${fileName}`), shape };
}
