import { expect, test } from "vitest";
import { chooseSource } from "./choose-source.ts";
import type { Format, Source } from "./source.ts";

function makeSource(format: Format, sign: string): Source {
  return {
    format,
    grade: "reported",
    recognises: (head) => Buffer.from(head).includes(sign),
    open: () => {
      throw new Error("is not opened");
    },
  };
}

const sources = [makeSource("csv", ","), makeSource("jsonl", "{"), makeSource("nuclei", "{n")];

test.each([
  ["a,b", null, "csv"],
  ["{}", "list.csv", "jsonl"],
  ["{n,", null, "nuclei"],
  ["?", "list.CSV", "csv"],
  ["?", "list.ndjson", "jsonl"],
  ["?", "list.txt", undefined],
  ["?", null, undefined],
])("%j in %j is %s", (head, fileName, format) => {
  expect(chooseSource(sources, Buffer.from(head), fileName)?.format).toBe(format);
});
