import { AppError } from "../platform/errors.ts";

/** Whole lines of a text, without their ends; `number` is that of the first, from 1. */
export type Lines = { readonly number: number; readonly lines: readonly string[] };

/** No registry writes longer lines; a file that does is something else. */
const longestLine = 1 << 16;

/**
 * Cuts text into lines as it comes, LF or CRLF; a byte order mark is dropped.
 *
 * @param encoding `utf-8` replaces stray bytes, `latin1` has none.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  encoding: "utf-8" | "latin1",
  fileName: string,
): AsyncGenerator<Lines> {
  let rest: Uint8Array = new Uint8Array(0);
  let number = 1;
  const decode = (bytes: Uint8Array) => {
    if (bytes.includes(0)) throw refuse(fileName, number, "holds zero bytes, so it is no text");
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(encoding);
  };
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(lineFeed);
    if (end < 0) {
      rest = Buffer.concat([rest, chunk]);
    } else {
      const text = decode(Buffer.concat([rest, chunk.subarray(0, end)]));
      rest = chunk.subarray(end + 1);
      const lines = toLines(text, number === 1);
      yield { number, lines };
      number += lines.length;
    }
    if (rest.length > longestLine) {
      throw refuse(fileName, number, `longer than ${longestLine} bytes, so it is no registry file`);
    }
  }
  if (rest.length > 0) yield { number, lines: toLines(decode(rest), number === 1) };
}

/** The first lines of a file that say something: without empty ones and comments, at most ten. */
export function sampleLines(head: Uint8Array): string[] {
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString("latin1");
  return toLines(text.replace(/^\u00ef\u00bb\u00bf/, ""), false)
    .filter((line) => line.trim() !== "" && !line.startsWith("%") && !line.startsWith("#"))
    .slice(0, 10);
}

const lineFeed = 10;

function toLines(text: string, isFirst: boolean): string[] {
  const lines = (isFirst ? text.replace(/^(?:\ufeff|\u00ef\u00bb\u00bf)/, "") : text).split("\n");
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] as string;
    if (line.endsWith("\r")) lines[i] = line.slice(0, -1);
  }
  return lines;
}

function refuse(fileName: string, line: number, problem: string): AppError {
  return new AppError("input-refused", `${fileName}: line ${line}: ${problem}.`, {
    remedy: "Hand over the text file itself, plain, gzip or zstd.",
  });
}
