/** A report of the demonstration: where it goes under `data/demo/reports/`, its text, and how it is packed. */
export type ReportFile = {
  readonly path: string;
  readonly text: string;
  readonly packed: "gz" | "zst" | null;
};

/** A CSV report of these lines. */
export function csvFile(path: string, header: string, lines: readonly string[]): ReportFile {
  return { path, text: `${[header, ...lines].join("\n")}\n`, packed: null };
}

/** A report of one JSON object a line. */
export function jsonLinesFile(path: string, values: readonly object[]): ReportFile {
  return {
    path,
    text: `${values.map((value) => JSON.stringify(value)).join("\n")}\n`,
    packed: null,
  };
}

/** RFC 3339 in UTC: so many seven-second steps after the full hour of the day. */
export function stamp(day: string, hour: number, step: number): string {
  const at = Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000 + step * 7_000;
  return new Date(at).toISOString().replace(".000", "");
}
