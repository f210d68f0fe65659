/**
 * Rows of delimited text (RFC 4180) that people open in a spreadsheet.
 *
 * A value that a spreadsheet would take for a formula gets an apostrophe before it, so that it is shown and not
 * executed; leading spaces and full-width signs do not help it through. Characters that end a line become a space.
 */
export function toCsvRow(values: readonly string[]): string {
  return `${values.map(toCsvValue).join(",")}\r\n`;
}

/** What spreadsheets begin formulas with, also in full-width form, and what some of them skip before. */
const formulaStart = /^\s*[=+\-@|%＝＋－＠]/u;

function toCsvValue(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  const line = value.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, " ");
  const safe = formulaStart.test(line) ? `'${line}` : line;
  return /[",;'\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
