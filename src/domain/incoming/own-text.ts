const quoteStarts = [
  /^-{2,} ?(?:Original Message|Oorspronkelijk bericht|Ursprüngliche Nachricht)/i,
  /^_{10,}$/,
  /^(?:On|Op|Am) .{4,200}(?:wrote|schreef|schrieb).{0,80}:$/i,
  /^(?:From|Van|Von): .{1,200}@/i,
  /^-- $/,
];

/** What somebody wrote itself in an answer: without lines that quote, without what follows the head of a quotation. */
export function ownTextOf(text: string): string {
  const own: string[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  for (const [i, line] of lines.entries()) {
    const joined = `${line.trim()} ${(lines[i + 1] ?? "").trim()}`.trim();
    if (
      quoteStarts.some(
        (start) => start.test(line) || (/^(?:On|Op|Am) /.test(line) && start.test(joined)),
      )
    )
      break;
    if (!/^\s*[>|]/.test(line)) own.push(line);
  }
  return own.join("\n").trim();
}
