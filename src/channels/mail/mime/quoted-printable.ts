const mostColumns = 76;
/** Printable ASCII, which stands for itself; `=` does not. */
const plain = /^[\t\x20-\x3c\x3e-\x7e]*$/;

/**
 * Text in the encoding quoted-printable (RFC 2045 section 6.7), in UTF-8 and with CRLF: it passes through every server
 * unchanged. No line ends in white space or begins with `From ` (RFC 3156 section 5), and none is a boundary of ours.
 *
 * @param text with line feeds only
 */
export function toQuotedPrintable(text: string): string {
  return text.split("\n").map(encodeLine).join("\r\n");
}

function encodeLine(line: string): string {
  const isPlain = plain.test(line);
  if (isPlain && line.length <= mostColumns && !isFragile(line)) return line;
  const signs = isPlain ? [...line] : [...Buffer.from(line)].map(encodeByte);
  const last = signs.at(-1);
  if (last === " " || last === "\t") signs[signs.length - 1] = last === " " ? "=20" : "=09";
  const lines: string[] = [];
  let current = "";
  for (const [i, sign] of signs.entries()) {
    // A soft line break takes a column, and so does nothing at the end.
    const room = i === signs.length - 1 ? mostColumns : mostColumns - 1;
    if (current.length + sign.length > room) {
      lines.push(`${current}=`);
      current = "";
    }
    current += sign;
  }
  lines.push(current);
  return lines.map(hardenStart).join("\r\n");
}

function encodeByte(byte: number): string {
  if (byte === 0x09 || (byte >= 0x20 && byte < 0x7f && byte !== 0x3d)) {
    return String.fromCharCode(byte);
  }
  return `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** A line that a server might change, or a reader take for something else. */
export function isFragile(line: string): boolean {
  return /[ \t]$/.test(line) || line.startsWith("From ") || line.startsWith("--=_");
}

/** Two columns more, which the room of 76 of 78 leaves. */
function hardenStart(line: string): string {
  if (line.startsWith("From ")) return `=46${line.slice(1)}`;
  return line.startsWith("--=_") ? `=2D${line.slice(1)}` : line;
}
