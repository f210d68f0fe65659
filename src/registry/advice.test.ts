import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { kinds } from "../domain/finding/kind.ts";
import { mostSevere } from "../domain/finding/most-severe.ts";
import { must } from "../platform/errors.ts";
import { readAdvice } from "./advice.ts";
import { readCatalogue } from "./finding-types.ts";

/** A screen of a terminal. */
const screenLines = 24;
const shipped = readAdvice(join(import.meta.dirname, "../../data/advice"));
const texts = [...shipped].flatMap(([name, { nl, en }]) => [
  { name: `${name}.nl`, text: nl },
  { name: `${name}.en`, text: en },
]);

const { types } = readCatalogue(join(import.meta.dirname, "../../data/finding-types"));
const severe = mostSevere(types, 40);
const ofSevere = new Set(severe.map(({ advice }) => advice));

describe("the shipped advice", () => {
  test("has a text for each kind", () => {
    expect(texts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(kinds.map((kind) => `${kind}.nl`)),
    );
  });

  test.each(texts)(
    "$name fits a mail and a screen: paragraphs of lines of 72 columns",
    ({ name, text }) => {
      const paragraphs = text.split("\n\n");
      const isOwn = ofSevere.has(name.slice(0, -".nl".length));
      expect(paragraphs).toHaveLength(
        isOwn || /^(Bronnen|Sources): /.test(paragraphs[4] ?? "") ? 5 : 4,
      );
      expect(text.split("\n").length).toBeLessThanOrEqual(screenLines);
      expect(text.split("\n").filter((line) => line.length > 72)).toEqual([]);
      expect(text).not.toMatch(/[`#<>\t\r]|(?:^|\s)[*_]|[*_](?:\s|$)|https?:|www\.|\n{3,}/);
    },
  );
});

describe("the 40 most severe finding types", () => {
  test("are all critical, exploited or broken into already", () => {
    expect(severe.map(({ severity }) => severity)).toEqual(severe.map(() => "critical"));
    expect(severe.every(({ exploited, kind }) => exploited || kind === "compromise")).toBe(true);
  });

  test("each have advice that no other type has", () => {
    const shared = severe.filter(({ id, advice }) =>
      types.some((other) => other.id !== id && other.advice === advice),
    );
    expect(shared.map(({ id }) => id)).toEqual([]);
    expect(new Set(severe.map(({ advice }) => advice)).size).toBe(40);
  });

  test.each(severe)(
    "$id says what it is, how to check, what to do, whether it was abused, and whence",
    ({ advice: name }) => {
      const advice = must(shipped.get(name), `no advice ${name}`);
      for (const [language, marks] of Object.entries(marksOf)) {
        const paragraphs = advice[language as "nl" | "en"].split("\n\n");
        expect(paragraphs).toHaveLength(5);
        expect(paragraphs.slice(1).map((text) => text.split(/[:?]/)[0])).toEqual(marks);
      }
      expect(advice.version).toMatch(/^[0-9a-f]{8}$/);
    },
  );
});

/** How each paragraph but the first begins. */
const marksOf = {
  nl: ["Controleer", "Doe nu", "Misbruikt", "Bronnen"],
  en: ["Check", "Do now", "Abused", "Sources"],
};

test("a version changes with the text in either language", () => {
  const folder = mkdtempSync(join(tmpdir(), "advice-"));
  const version = (nl: string, en: string): string | undefined => {
    writeFileSync(join(folder, "x.nl.txt"), nl);
    writeFileSync(join(folder, "x.en.txt"), en);
    return readAdvice(folder).get("x")?.version;
  };
  const versions = [version("a", "b"), version("a", "c"), version("c", "b"), version("a", "b")];
  rmSync(folder, { recursive: true });
  expect(new Set(versions).size).toBe(3);
  expect(versions[3]).toBe(versions[0]);
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
