const fileNamePattern =
  /^(?:\d{4}-\d{2}-\d{2}-)?([A-Za-z0-9_]{1,64})(?:-[\w-]{0,180})?(?:\.csv)?$/i;

/**
 * The type of report that a file name tells (`2026-11-20-scan_exchange-nederland-geo.csv`: `scan_exchange`); null when none.
 *
 * The ending may be lacking: a zip is often named after its report.
 */
export function findReportName(fileName: string | null): string | null {
  return fileName === null ? null : (fileNamePattern.exec(fileName)?.[1]?.toLowerCase() ?? null);
}
