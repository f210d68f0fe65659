import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { programFolder } from "../src/platform/config.ts";

/** Titles of tests and of groups of tests, those behind `each(…)` as well. */
const title = /(?:\b(?:describe|test|it)|\))\(\s*(["'`])((?:(?!\1)[^\n\\]|\\.)*)\1/g;

/** What a title says it shows, in front of its colon: `T1`, `golden 12`. */
function readMarks(source: string): string[] {
  return [...source.matchAll(title)].flatMap(([, , text = ""]) => {
    const [front = ""] = text.split(": ", 1);
    const threats = front.match(/\bT\d{1,2}\b/g) ?? [];
    const scenario = /^(?:golden |scenario |golden scenario )(\d{1,2})\b/.exec(front)?.[1];
    return scenario === undefined ? threats : [...threats, `golden ${scenario}`];
  });
}

const files = globSync(["src/**/*.test.ts", "test/**/*.test.ts", "scripts/**/*.test.ts"], {
  cwd: programFolder,
}).filter((file) => !import.meta.filename.endsWith(file));
const shown = new Set(
  files.flatMap((file) => readMarks(readFileSync(join(programFolder, file), "utf8"))),
);

test.each(Array.from({ length: 15 }, (_, i) => `T${i + 1}`))(
  "threat %s to the register has a test of its name",
  (threat) => expect(shown).toContain(threat),
);

/** Those that docs/roadmap.md says are shown. */
test.each([1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 15, 16, 18])(
  "golden scenario %d has a test of its name",
  (scenario) => expect(shown).toContain(`golden ${scenario}`),
);

test("what a title shows is read from titles alone, in front of the colon", () => {
  expect(readMarks('describe("T2: a claim that is too broad is refused", () => {')).toEqual(["T2"]);
  expect(readMarks('it.each(cases)("T4: stale by %s", run)')).toEqual(["T4"]);
  expect(readMarks('it.each([\n  ["a", { b: [1] }],\n])(\n  "T5: stale by %s", run)')).toEqual([
    "T5",
  ]);
  expect(readMarks('describe("golden 12, T1, T3: a bank", () => {')).toEqual([
    "T1",
    "T3",
    "golden 12",
  ]);
  expect(readMarks('test("scenario 6: one address", run)')).toEqual(["golden 6"]);
  expect(readMarks('test("golden scenario 5: it moved", run)')).toEqual(["golden 5"]);
  expect(readMarks('// T6: to come\nconst at = "2026-07-01T09: 00";')).toEqual([]);
  expect(readMarks('it("waits: see T9", run)')).toEqual([]);
});
