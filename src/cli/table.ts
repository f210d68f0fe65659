/** A column of a table: what stands over it, and where its values stand. */
export type TableColumn = { readonly title: string; readonly align?: "left" | "right" };

/**
 * Rows as aligned text, a line each, under their titles. What would break the table or the screen (line ends, control
 * characters) is shown as a space: values may come from anybody.
 */
export function toTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): string {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => row.map(toCell))];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => width(row[i] ?? ""))));
  const lines = cells.map((row) =>
    columns
      .map(({ align }, i) => pad(row[i] ?? "", widths[i] ?? 0, align ?? "left"))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}

/** Names with their values, one pair a line, values aligned. */
export function toPairs(pairs: readonly (readonly [name: string, value: string])[]): string {
  const longest = Math.max(...pairs.map(([name]) => width(name)));
  return pairs
    .map(([name, value]) => `${pad(name, longest, "left")}  ${toCell(value)}`.trimEnd())
    .map((line) => `${line}\n`)
    .join("");
}

/** A number as people read it: thousands apart. */
export function toCount(count: number | bigint): string {
  return count.toLocaleString("en-US").replaceAll(",", " ");
}

/** `1 row`, `3 rows`. */
export function toAmount(count: number, one: string, many = `${one}s`): string {
  return `${toCount(count)} ${count === 1 ? one : many}`;
}

/** An instant to the second, UTC. */
export function toTime(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, "Z");
}

function toCell(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  return value.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, " ");
}

function pad(text: string, to: number, align: "left" | "right"): string {
  const space = " ".repeat(Math.max(0, to - width(text)));
  return align === "left" ? text + space : space + text;
}

function width(text: string): number {
  return [...text].length;
}
