/**
 * Breaks lines at spaces so that none is longer than so many columns; what follows keeps the line's own indentation.
 * A word that is longer stands on a line of its own. No line ends in a space.
 */
export function wrapText(text: string, columns: number): string {
  const lines: string[] = [];
  for (let from = 0; from <= text.length; ) {
    const end = text.indexOf("\n", from);
    const until = end < 0 ? text.length : end;
    const line = text.slice(from, until);
    if (line.length > columns) wrapLine(line, columns, lines);
    else lines.push(line.trimEnd());
    from = until + 1;
  }
  return lines.join("\n");
}

/** Adds the lines to `lines`. */
function wrapLine(line: string, columns: number, lines: string[]): void {
  const indent = / */.exec(line)?.[0] ?? "";
  let current = "";
  for (const word of line.trim().split(/ +/)) {
    if (current !== "" && indent.length + current.length + 1 + word.length > columns) {
      lines.push(indent + current);
      current = word;
    } else {
      current = current === "" ? word : `${current} ${word}`;
    }
  }
  lines.push(indent + current);
}
