import type { ImportedText } from "./place.ts";
import { type Remark, toRemark } from "./remark.ts";

const words = new Map([
  ...["ja", "yes", "true", "waar", "j", "y", "x", "1"].map((word) => [word, true] as const),
  ...["nee", "no", "false", "onwaar", "n", "0", "-"].map((word) => [word, false] as const),
]);

/** Yes or no, Dutch or English; no where nothing stands, and with a remark where it is neither. */
export function readYes(text: ImportedText | null, remarks: Remark[]): boolean {
  if (text === null) return false;
  const said = words.get(text.text.trim().toLowerCase());
  if (said === undefined)
    remarks.push(toRemark("left-out", text, "neither yes nor no", "Write yes or no."));
  return said ?? false;
}
