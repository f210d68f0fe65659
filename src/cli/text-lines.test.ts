import { expect, test } from "vitest";
import { readTextLines } from "./text-lines.ts";

async function linesOf(...pieces: readonly (string | Uint8Array)[]): Promise<string[][]> {
  async function* read() {
    for (const piece of pieces) yield typeof piece === "string" ? Buffer.from(piece) : piece;
  }
  return (await Array.fromAsync(readTextLines(read()))).map((lines) => [...lines]);
}

test("lines that come together are answered together, with and without a last line end", async () => {
  expect(await linesOf("a\nb\nc")).toEqual([["a", "b"], ["c"]]);
  expect(await linesOf("a\r\n", "b\r\n")).toEqual([["a"], ["b"]]);
  expect(await linesOf("a\n\nb\n")).toEqual([["a", "", "b"]]);
  expect(await linesOf("")).toEqual([]);
});

test("a line and a character may be cut anywhere", async () => {
  const bytes = Buffer.from("één\ntwee\n");
  for (let at = 1; at < bytes.length; at++) {
    const lines = await linesOf(bytes.subarray(0, at), bytes.subarray(at));
    expect(lines.flat()).toEqual(["één", "twee"]);
  }
});

test("a text without line ends does not fill the memory", async () => {
  await expect(linesOf("x".repeat(2 ** 20), "y")).rejects.toThrow("longer than");
});
