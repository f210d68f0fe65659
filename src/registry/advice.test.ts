import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { kinds } from "../domain/finding/kind.ts";
import { readAdvice } from "./advice.ts";

const texts = [...readAdvice(join(import.meta.dirname, "../../data/advice"))].flatMap(
  ([name, { nl, en }]) => [
    { name: `${name}.nl`, text: nl },
    { name: `${name}.en`, text: en },
  ],
);

describe("the shipped advice", () => {
  test("has a text for each kind", () => {
    expect(texts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(kinds.map((kind) => `${kind}.nl`)),
    );
  });

  test.each(texts)("$name fits a mail: four paragraphs of lines of 72 columns", ({ text }) => {
    expect(text.split("\n\n")).toHaveLength(4);
    expect(text.split("\n").filter((line) => line.length > 72)).toEqual([]);
    expect(text).not.toMatch(/[*_`#<>\t\r]|https?:|\n{3}/);
  });
});

describe("a folder with a mistake is refused", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "advice-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("a text in one language only", () => {
    writeFileSync(join(folder, "open-rdp.nl.txt"), "Sluit de poort.\n");
    expect(() => readAdvice(folder)).toThrow("open-rdp.en.txt is missing or empty");
  });

  test("an empty text", () => {
    writeFileSync(join(folder, "open-rdp.nl.txt"), "\n");
    writeFileSync(join(folder, "open-rdp.en.txt"), "Close the port.\n");
    expect(() => readAdvice(folder)).toThrow("open-rdp.nl.txt is missing or empty");
  });

  test("something else", () => {
    writeFileSync(join(folder, "notes.md"), "x");
    expect(() => readAdvice(folder)).toThrow("notes.md is not an advice text");
  });
});
