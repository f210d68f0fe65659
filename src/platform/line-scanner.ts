/** The longest line that is read, in bytes. */
export const maxLineBytes = 1 << 20;

const lineFeed = 10;
const carriageReturn = 13;

/**
 * Finds one line after another in bytes of text, such as JSON lines. Lines end in LF or CRLF; a CR alone belongs to its
 * line. Lines of nothing but white space are passed over.
 *
 * `scan` answers 0 a line, 1 nothing is left, 2 more text is needed, 4 a line that is too long.
 */
export type LineScanner = {
  /** Where the last line begins and ends, its line end not counted, and how many lines were passed over before it. */
  start: number;
  end: number;
  linesBefore: number;
  /** Where the next line begins, and how many line ends this one has. */
  next: number;
  lines: number;
  readonly fault: string;
  scan(bytes: Uint8Array, at: number, end: number, last: boolean): 0 | 1 | 2 | 4;
};

export function makeLineScanner(): LineScanner {
  const scanner: LineScanner = {
    start: 0,
    end: 0,
    linesBefore: 0,
    next: 0,
    lines: 0,
    fault: "",
    scan(bytes, at, end, last) {
      let start = at;
      let before = 0;
      for (let i = at; i < end; i += 1) {
        const byte = bytes[i] as number;
        if (byte === lineFeed) {
          start = i + 1;
          before += 1;
        } else if (byte !== 32 && byte !== 9 && byte !== carriageReturn) break;
        else if (i - start >= maxLineBytes) break;
      }
      scanner.start = start;
      scanner.linesBefore = before;
      scanner.lines = 0;
      if (start === end) return 1;
      const limit = Math.min(end, start + maxLineBytes + 1);
      const feed = bytes.subarray(start, limit).indexOf(lineFeed);
      if (feed < 0 && limit - start > maxLineBytes) return 4;
      if (feed < 0 && !last) return 2;
      scanner.end = feed < 0 ? end : start + feed;
      scanner.next = feed < 0 ? end : scanner.end + 1;
      scanner.lines = feed < 0 ? 0 : 1;
      if (scanner.end > start && bytes[scanner.end - 1] === carriageReturn) scanner.end -= 1;
      if (isBlank(bytes, start, scanner.end)) {
        scanner.start = scanner.next;
        return 1;
      }
      return 0;
    },
  };
  return scanner;
}

function isBlank(bytes: Uint8Array, from: number, until: number): boolean {
  for (let i = from; i < until; i += 1) {
    const byte = bytes[i];
    if (byte !== 32 && byte !== 9 && byte !== carriageReturn) return false;
  }
  return true;
}
