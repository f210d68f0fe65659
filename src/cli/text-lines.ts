import { AppError } from "../platform/errors.ts";

/** No object is longer, and a file without line ends shall not fill the memory. */
const longestLine = 1 << 20;

/** Lines of a text, without their ends, those of each piece together; a last line without an end counts. */
export async function* readTextLines(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (lines.length > 0) yield lines.map(withoutReturn);
    if (rest.length > longestLine) {
      throw new AppError("input-too-large", `A line is longer than ${longestLine} characters.`, {
        remedy: "Write one object a line.",
      });
    }
  }
  rest += decoder.decode();
  if (rest !== "") yield [withoutReturn(rest)];
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
