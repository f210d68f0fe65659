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

const account = "apiKey: {environment: KEY}, secret: {file: keys/secret}";
const shadowserver = `kind: shadowserver-api, finder: shadowserver, ${account}`;

test("Shadowserver's API with what is usual", () => {
  const text = `feeds:\n  - {id: shadowserver, ${shadowserver}}\n`;
  expect(parseFeedsFile(text, "/etc/meldpunt")).toMatchObject({
    feeds: [
      {
        everyMs: 3_600_000,
        expectedWithinMs: 36 * 3_600_000,
        api: "https://transform.shadowserver.org/api2/",
        downloads: "https://dl.shadowserver.org/",
        internal: false,
        apiKey: { kind: "environment", name: "KEY" },
        secret: { kind: "file", path: "/etc/meldpunt/keys/secret" },
        lists: [],
        types: [],
        since: null,
        overlapDays: 7,
      },
    ],
  });
});

test.each([
  ["api: http://api.example/", "http", "no address of a server"],
  ["api: https://user:word@api.example/", "https", "no address of a server"],
  ["since: 2026-02-30", "2026", "not a day"],
  ["overlapDays: 0", "0}", "not such a number"],
  ["internal: maybe", "maybe", "neither true nor false"],
])("refused of Shadowserver's API: %s", (setting, at, message) => {
  const line = `  - {id: shadowserver, ${shadowserver}, ${setting}}`;
  const column = line.indexOf(at) + 1;
  expect(problemsOf(`feeds:\n${line}\n`)).toMatchObject([{ line: 2, column, message }]);
});

test.each([
  ["s3cret", "a mapping is expected"],
  ["{file: a, environment: B}", "not one place of a secret"],
  ["{}", "not one place of a secret"],
  ["{environment: A-B}", "no name of a variable"],
])("a secret is named by its place only: %s", (place, message) => {
  const own = shadowserver.replace("{environment: KEY}", place);
  expect(problemsOf(`feeds:\n  - {id: shadowserver, ${own}}\n`)).toMatchObject([{ message }]);
});

test("a server of one's own may speak the plain web", () => {
  const server = "internal: true, api: http://10.0.0.1:8080/api2";
  const text = `feeds:\n  - {id: shadowserver, ${shadowserver}, ${server}}\n`;
  expect(parseFeedsFile(text, "/")).toMatchObject({
    feeds: [{ internal: true, api: "http://10.0.0.1:8080/api2/" }],
  });
});

test("events that a finder posts, gathered as the feed says", () => {
  const text =
    "feeds:\n  - {id: certnl, kind: events, finder: certnl, gatherFor: PT1M, most: 500}\n";
  expect(parseFeedsFile(text, "/")).toMatchObject({
    feeds: [{ kind: "events", format: "intelmq", gatherMs: 60_000, mostEvents: 500 }],
  });
});

test("two feeds of one name are refused", () => {
  const text = `feeds:\n  - {id: drop, ${drop}}\n  - {id: drop, ${drop}}\n`;
  expect(problemsOf(text)).toMatchObject([
    { line: 3, column: 10, message: "the feed drop stands twice" },
  ]);
});
