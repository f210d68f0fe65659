import { expect, test } from "vitest";
import { parseFeedsFile } from "./parse-feeds-file.ts";

const problemsOf = (text: string) => {
  const parsed = parseFeedsFile(text, "/etc/meldpunt");
  return "problems" in parsed ? parsed.problems : [];
};

test("a folder with what is usual", () => {
  const text = "feeds:\n  - {id: drop, kind: folder, finder: divd, folder: drop}\n";
  expect(parseFeedsFile(text, "/etc/meldpunt")).toEqual({
    feeds: [
      {
        kind: "folder",
        id: "drop",
        finder: "divd",
        format: null,
        typeLabel: null,
        caseName: null,
        tlp: null,
        grade: null,
        complete: false,
        everyMs: 10_000,
        expectedWithinMs: null,
        folder: "/etc/meldpunt/drop",
        quietMs: 30_000,
        keepMs: 7 * 86_400_000,
      },
    ],
  });
});

test("a file without feeds has none", () => {
  expect(parseFeedsFile("feeds: []\n", "/")).toEqual({ feeds: [] });
});

const drop = "kind: folder, finder: divd, folder: /srv/drop";

test.each([
  ["{id: drop, kind: pigeon}", "pigeon", "no kind of feed"],
  ["{id: drop}", "{id", "no kind of feed"],
  [`{id: Drop, ${drop}}`, "Drop", "not a slug"],
  ["{id: drop, kind: folder, finder: divd}", "{id", "folder is missing"],
  [`{id: drop, ${drop}, colour: blue}`, "colour", 'unknown key "colour"'],
  [`{id: drop, ${drop}, every: often}`, "often", "not a duration"],
  [`{id: drop, ${drop}, keepFor: P31D}`, "P31D", "longer than the policy allows"],
  [`{id: drop, ${drop}, tlp: PINK}`, "PINK", "no TLP label"],
  [`{id: drop, ${drop}, format: pdf}`, "pdf", "no format"],
])("refused with its place: %s", (feed, at, message) => {
  const line = `  - ${feed}`;
  const column = line.indexOf(at) + 1;
  expect(problemsOf(`feeds:\n${line}\n`)).toMatchObject([{ line: 2, column, message }]);
});

test("two feeds of one name are refused", () => {
  const text = `feeds:\n  - {id: drop, ${drop}}\n  - {id: drop, ${drop}}\n`;
  expect(problemsOf(text)).toMatchObject([
    { line: 3, column: 10, message: "the feed drop stands twice" },
  ]);
});
