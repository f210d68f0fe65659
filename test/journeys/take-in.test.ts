import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Answer, Listed } from "./answers.ts";
import { useMeldpunt } from "./meldpunt.ts";

const meldpunt = useMeldpunt();

/** A list of open RDP, of these last octets in 192.0.2.0/24, at this time. */
function toList(octets: readonly number[], at: string): string {
  const rows = octets.map((octet) => `192.0.2.${octet},3389,tcp,${at}\n`);
  return `ip,port,protocol,timestamp\n${rows.join("")}`;
}

function submit(name: string, content: string | Uint8Array, ...options: string[]): Promise<Answer> {
  const path = meldpunt.write(name, content);
  const fixed = ["--finder", "scanner", "--type", "open-rdp", "--release", "--json"];
  return meldpunt.json<Answer>("report", "submit", path, ...fixed, ...options);
}

const show = (report: string) => meldpunt.json<Answer>("report", "show", report, "--json");
const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

test("what is handed over is answered in the promised form, and shown again the same", async () => {
  const answer = await submit("first.csv", toList([1, 2, 3, 3], "2026-11-20T10:00:00Z"));
  expect(Object.keys(answer)).toEqual([
    "report",
    "finder",
    "format",
    "type",
    "sha256",
    "duplicateOf",
    "rows",
    "accepted",
    "quarantined",
    "new",
    "seenAgain",
    "reopened",
    "dispositions",
    "quarantine",
    "elapsedMs",
  ]);
  expect(answer).toMatchObject({
    finder: "scanner",
    format: "csv",
    duplicateOf: null,
    rows: 4,
    accepted: 4,
    quarantined: 0,
    new: 3,
    seenAgain: 1,
    reopened: 0,
    quarantine: [],
  });
  expect(answer.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(answer.dispositions.duplicate).toBe(1);
  expect(sum(answer.dispositions)).toBe(4);
  const { duplicateOf: _, elapsedMs: __, ...same } = answer;
  expect(await show(answer.report)).toMatchObject(same);
});

test("the same bytes of the same finder are taken in once, also packed otherwise under another name", async () => {
  const list = toList([10, 11], "2026-11-20T10:00:00Z");
  const first = await submit("again.csv", list);
  const second = await submit("again-renamed.csv", list);
  expect(second).toMatchObject({
    report: first.report,
    duplicateOf: first.report,
    rows: 0,
    accepted: 0,
    new: 0,
    seenAgain: 0,
    dispositions: {},
  });
  const packed = await submit("again.csv.gz", gzipSync(list));
  expect(packed).toMatchObject({
    duplicateOf: null,
    new: 0,
    seenAgain: 2,
    dispositions: { duplicate: 2 },
  });
});

test("another finder adds evidence, not findings", async () => {
  const list = toList([20, 21], "2026-11-20T10:00:00Z");
  await submit("seen-by-one.csv", list);
  const path = meldpunt.write("seen-by-two.csv", list);
  const options = ["--finder", "another", "--type", "open-rdp", "--release", "--json"];
  const second = await meldpunt.json<Answer>("report", "submit", path, ...options);
  expect(second).toMatchObject({ duplicateOf: null, new: 0, seenAgain: 2 });
});

test("plain, gzip, zstd and standard input read the same", async () => {
  const rows = (from: number) => toList([from, from + 1], "2026-11-20T10:00:00Z");
  expect(await submit("packed.csv.gz", gzipSync(rows(30)))).toMatchObject({
    new: 2,
    format: "csv",
  });
  expect(await submit("packed.csv.zst", zstdCompressSync(rows(32)))).toMatchObject({ new: 2 });
  const options = ["--finder", "scanner", "--type", "open-rdp", "--release", "--json"];
  const piped = await meldpunt.runWith(rows(34), "report", "submit", "-", ...options);
  expect(JSON.parse(piped.stdout)).toMatchObject({ new: 2, format: "csv" });
});

test("a bad row is put aside with line, field and reason, and the rest goes on", async () => {
  const list = `${toList([40], "2026-11-20T10:00:00Z")}192.0.2.300,3389,tcp,2026-11-20T10:00:00Z
192.0.2.41,99999,tcp,2026-11-20T10:00:00Z
192.0.2.42,3389,tcp,yesterday
192.0.2.43,3389,tcp,2026-11-20T10:00:00Z
`;
  const answer = await submit("bad-rows.csv", list);
  expect(answer).toMatchObject({ rows: 5, accepted: 2, quarantined: 3, new: 2 });
  expect(
    answer.quarantine.map(({ row, line, field, value }) => ({ row, line, field, value })),
  ).toEqual([
    { row: 2, line: 3, field: "ip", value: "192.0.2.300" },
    { row: 3, line: 4, field: "port", value: "99999" },
    { row: 4, line: 5, field: "timestamp", value: "yesterday" },
  ]);
  const { stdout } = await meldpunt.run("report", "show", answer.report);
  expect(stdout).toMatch(/^\s+3 +4 +port +.* +99999$/m);
});

test("special addresses are accepted and out of scope", async () => {
  const list =
    "ip,port,timestamp\n10.0.0.1,3389,2026-11-20T10:00:00Z\n192.0.2.50,3389,2026-11-20T10:00:00Z\n";
  expect(await submit("special.csv", list)).toMatchObject({
    accepted: 2,
    dispositions: { outOfScope: 1 },
  });
});

test("a report of a finder that is not trusted waits until a person releases it", async () => {
  const path = meldpunt.write("waiting.csv", toList([60, 61], "2026-11-20T10:00:00Z"));
  const options = ["--finder", "stranger", "--type", "open-rdp", "--grade", "verified"];
  const answer = await meldpunt.json<Answer>("report", "submit", path, ...options, "--json");
  expect(answer.dispositions).toEqual({ heldForPerson: 2 });
  const shown = await meldpunt.run("report", "show", answer.report);
  expect(shown.stdout).toContain(`meldpunt report release ${answer.report}`);
  await meldpunt.done("report", "release", answer.report);
  expect(await show(answer.report)).toMatchObject({
    releasedBy: expect.stringMatching(/^operator /),
  });
});

test("a dry run shows what would happen, and keeps nothing", async () => {
  const before = await meldpunt.lines<Listed>("report", "list", "--json", "--limit", "1000");
  const list = `${toList([70, 70, 71], "2026-11-20T10:00:00Z")}nonsense,1,tcp,2026-11-20T10:00:00Z\n`;
  const previewed = await submit("dry.csv", list, "--dry-run");
  expect(previewed).toMatchObject({ rows: 4, accepted: 3, quarantined: 1, new: 2, seenAgain: 1 });
  expect(sum(previewed.dispositions)).toBe(3);
  const after = await meldpunt.lines<Listed>("report", "list", "--json", "--limit", "1000");
  expect(after).toEqual(before);
  expect(await meldpunt.lines("findings", "--prefix", "192.0.2.70/31", "--json")).toEqual([]);
});

test("columns of any name are mapped", async () => {
  const list = "Adres,Poort,Tijdstip\n192.0.2.80,3389,2026-11-20T10:00:00Z\n";
  const maps = ["--map", "Adres=ip", "--map", "Poort=port", "--map", "Tijdstip=timestamp"];
  expect(await submit("mapped.csv", list, ...maps)).toMatchObject({ accepted: 1, new: 1 });
});

test("a complete report closes what its scope no longer shows; seen again, that is the next episode", async () => {
  const state = async (octet: number) => {
    const found = await meldpunt.lines<Listed>(
      "findings",
      "--prefix",
      `192.0.2.${octet}/32`,
      "--json",
    );
    return found.map(({ state, episode }) => ({ state, episode }));
  };
  const scope = meldpunt.write("scope.txt", "192.0.2.100/30\n");
  await submit("scan-1.csv", toList([100, 101, 200], "2026-11-20T10:00:00Z"));
  await submit("scan-2.csv", toList([100], "2026-11-21T10:00:00Z"), "--complete", "--scope", scope);
  expect(await state(100)).toEqual([{ state: "open", episode: 1 }]);
  expect(await state(101)).toEqual([{ state: "verified-fixed", episode: 1 }]);
  expect(await state(200)).toEqual([{ state: "open", episode: 1 }]);

  // The next one covers what the one before covered, and a row put aside leaves everything open.
  const doubtful = `${toList([101], "2026-11-22T10:00:00Z")}nonsense,1,tcp,2026-11-22T10:00:00Z\n`;
  const third = await submit("scan-3.csv", doubtful, "--complete");
  expect(third).toMatchObject({ quarantined: 1, reopened: 1 });
  expect(await state(101)).toEqual([{ state: "open", episode: 2 }]);
  expect(await state(100)).toEqual([{ state: "open", episode: 1 }]);
  await submit("scan-4.csv", toList([101], "2026-11-23T10:00:00Z"), "--complete");
  expect(await state(100)).toEqual([{ state: "verified-fixed", episode: 1 }]);
});

test("golden scenario 18: of two weaknesses of one class the fixed one does not hide the other", async () => {
  const list = `ip,port,protocol,cve,timestamp
192.0.2.120,443,tcp,CVE-2021-26855,2026-11-20T10:00:00Z
192.0.2.120,443,tcp,CVE-2021-27065,2026-11-20T10:00:00Z
`;
  const options = ["--finder", "divd", "--release", "--grade", "verified", "--json"];
  const found = await meldpunt.json<Answer>(
    "report",
    "submit",
    meldpunt.write("two.csv", list),
    ...options,
  );
  expect(found.new).toBe(2);
  const scope = meldpunt.write("scope-120.txt", "192.0.2.120\n");
  const nothing = meldpunt.write("recheck.csv", "ip,port,protocol,cve,timestamp\n");
  // What was found first came without a type of its own, so the recheck names the same none.
  await meldpunt.done(
    "report",
    "submit",
    nothing,
    ...options,
    "--type",
    "cve-2021-26855",
    "--complete",
    "--scope",
    scope,
  );
  const states = await meldpunt.lines<Listed>("findings", "--prefix", "192.0.2.120", "--json");
  expect(states.map(({ type, state }) => `${type} ${state}`).sort()).toEqual([
    "cve-2021-26855 verified-fixed",
    "cve-2021-27065 open",
  ]);
});

test("findings are found by what they are", async () => {
  const count = async (...filters: string[]) =>
    (await meldpunt.lines("findings", "--json", ...filters)).length;
  await submit("filtered.csv", toList([140, 141, 142], "2026-11-20T10:00:00Z"), "--case", "CASE-1");
  expect(await count("--case", "CASE-1")).toBe(3);
  expect(await count("--case", "CASE-1", "--limit", "2")).toBe(2);
  expect(
    await count("--case", "CASE-1", "--finder", "scanner", "--type", "open-rdp", "--state", "open"),
  ).toBe(3);
  expect(await count("--case", "CASE-1", "--prefix", "192.0.2.140/31")).toBe(2);
  expect(await count("--case", "CASE-1", "--finder", "nobody")).toBe(0);
  expect(await count("--case", "CASE-1", "--until", "2020-01-01")).toBe(0);
  expect(await count("--case", "CASE-1", "--since", "2020-01-01")).toBe(3);
  const csv = await meldpunt.done("findings", "--case", "CASE-1", "--format", "csv");
  expect(csv.split("\r\n").filter((line) => line !== "")).toHaveLength(4);
  const table = await meldpunt.run("findings", "--case", "CASE-1", "--limit", "1");
  expect(table.stderr).toContain("more than 1");
});
