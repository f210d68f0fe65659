import type { Format, Source } from "./source.ts";

/** Which format is meant when several recognise a report: those that ask for more go first. */
const order: readonly Format[] = ["shadowserver", "nuclei", "intelmq", "jsonl", "csv"];

/** What a file name ends in when its contents tell nothing, so that the format can say what is wrong with them. */
const endings: readonly (readonly [RegExp, Format])[] = [
  [/\.(?:csv|tsv)$/i, "csv"],
  [/\.(?:jsonl|ndjson|json)$/i, "jsonl"],
];

/** The format of a report by its beginning and its file name; null when it looks like none. */
export function chooseSource(
  sources: readonly Source[],
  head: Uint8Array,
  fileName: string | null,
): Source | null {
  const byOrder = [...sources].sort((a, b) => order.indexOf(a.format) - order.indexOf(b.format));
  const recognised = byOrder.find((source) => source.recognises(head, fileName));
  if (recognised !== undefined) return recognised;
  const format = endings.find(([ending]) => ending.test(fileName ?? ""))?.[1];
  return sources.find((source) => source.format === format) ?? null;
}
