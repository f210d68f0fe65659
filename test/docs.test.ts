import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { holdReasons, rungs } from "../src/domain/decision/rung.ts";
import { dispositions } from "../src/domain/finding/disposition.ts";
import { episodeStates } from "../src/domain/finding/episode-state.ts";
import { grades } from "../src/domain/finding/grade.ts";
import { kinds } from "../src/domain/finding/kind.ts";
import { lanes } from "../src/domain/finding/lane.ts";
import { severities } from "../src/domain/finding/severity.ts";
import { programFolder } from "../src/platform/config.ts";
import { errorCodes } from "../src/platform/errors.ts";
import { en } from "../src/web/portal/texts/en.ts";
import { nl } from "../src/web/portal/texts/nl.ts";

const pages = globSync(["*.md", "docs/**/*.md", "data/**/*.md", "test/**/*.md"], {
  cwd: programFolder,
});

function read(page: string): string {
  return readFileSync(join(programFolder, page), "utf8");
}

/** Files of ours that a text names between backticks. */
function findPaths(text: string): string[] {
  const paths = /`((?:src|test|scripts|bench|migrations|docs|bin|data|\.ci)\/[\w./-]*)`/g;
  return [...text.matchAll(paths)].map(([, path = ""]) => path);
}

/** Where the links of a page lead, but for those that leave the clone. */
function findLinks(text: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^[a-z]+:/.test(link));
}

test("the pages name files that are there", () => {
  expect(pages.length).toBeGreaterThan(10);
  const missing = pages.flatMap((page) => [
    ...findPaths(read(page))
      .filter((path) => !existsSync(join(programFolder, path)))
      .map((path) => `${page}: ${path}`),
    ...findLinks(read(page))
      .filter((link) => !existsSync(join(programFolder, dirname(page), link)))
      .map((link) => `${page}: ${link}`),
  ]);
  expect(missing).toEqual([]);
});

test("paths and links are recognised", () => {
  expect(findPaths("see `src/a.ts`, `src/b` and `npm test`, not src/c.ts")).toEqual([
    "src/a.ts",
    "src/b",
  ]);
  expect(findLinks("[a](a.md), [b](b.md#part), [c](https://c.example), [d](#d)")).toEqual([
    "a.md",
    "b.md",
  ]);
});

test("docs/errors.md lists every code, and none that is not there", () => {
  const listed = [...read("docs/errors.md").matchAll(/^\| `.*$/gm)].map(([line]) => line);
  const wanted = Object.entries(errorCodes).map(
    ([code, { title, status, exitStatus, retry, remedy }]) =>
      `| \`${code}\` | ${title} | ${status} | ${exitStatus} | ${retry ? "yes" : "no"} | ${remedy} |`,
  );
  expect(listed).toEqual(wanted);
});

test("docs/glossary.md has the labels that pages show", () => {
  const labels = {
    rung: rungs,
    disposition: dispositions,
    state: episodeStates,
    wait: holdReasons,
    kind: kinds,
    grade: grades,
    severity: severities,
    lane: lanes,
  };
  const wanted = Object.entries(labels).flatMap(([group, words]) =>
    words.map((word) => {
      const key = `${group}.${word}` as keyof typeof nl;
      return `| ${word} | ${en[key]} | ${nl[key]} |`;
    }),
  );
  const lines = read("docs/glossary.md").split("\n");
  expect(wanted.filter((line) => !lines.includes(line))).toEqual([]);
});

test("docs/operations/install.md names every setting", () => {
  const settings = read("src/platform/config.ts").match(/^ {2}[A-Z][A-Z_]+(?=:)/gm) ?? [];
  expect(settings.length).toBeGreaterThan(5);
  const page = read("docs/operations/install.md");
  expect(settings.filter((name) => !page.includes(`| \`${name.trim()}\` |`))).toEqual([]);
});
