import { expect, test } from "vitest";
import type { Answer } from "./answers.ts";
import { useMeldpunt } from "./meldpunt.ts";

const meldpunt = useMeldpunt();

function writeList(name: string, from: number, count: number): string {
  const lines = Array.from({ length: count }, (_, row) => {
    const host = from + row;
    return `198.51.${host >> 8}.${host & 255},3389,2026-11-20T10:00:00Z\n`;
  });
  return meldpunt.write(name, `ip,port,timestamp\n${lines.join("")}`);
}

const start = (path: string, finder: string) =>
  meldpunt.start([
    "report",
    "submit",
    path,
    "--finder",
    finder,
    "--type",
    "open-rdp",
    "--release",
    "--json",
  ]).ended;

async function answersOf(
  ended: readonly Promise<{ status: number | null; stdout: string; stderr: string }>[],
) {
  const all = await Promise.all(ended);
  expect(all.map(({ status, stderr }) => ({ status, stderr }))).toEqual(
    all.map(() => ({ status: 0, stderr: "" })),
  );
  return all.map(({ stdout }) => JSON.parse(stdout) as Answer);
}

const show = (report: string) => meldpunt.json<Answer>("report", "show", report, "--json");
const countFindings = async (prefix: string) =>
  (await meldpunt.done("findings", "--prefix", prefix, "--format", "csv")).trimEnd().split("\r\n")
    .length - 1;

test("two processes that hand the same report over make one report of it", async () => {
  const path = writeList("same.csv", 0, 20_000);
  const answers = await answersOf([start(path, "one"), start(path, "one")]);
  const [report] = new Set(answers.map((answer) => answer.report));
  expect(new Set(answers.map((answer) => answer.report)).size).toBe(1);
  expect(await show(report ?? "")).toMatchObject({
    rows: 20_000,
    accepted: 20_000,
    new: 20_000,
    seenAgain: 0,
    dispositions: { heldForPerson: 20_000 },
  });
  expect(await countFindings("198.51.0.0/17")).toBe(20_000);
});

test("two processes that hand over different reports about partly the same hosts count each host once", async () => {
  const first = writeList("first.csv", 32_768, 15_000);
  const second = writeList("second.csv", 40_768, 15_000);
  const answers = await answersOf([start(first, "two"), start(second, "three")]);
  const [a, b] = await Promise.all(answers.map(({ report }) => show(report)));
  for (const answer of [a, b]) {
    expect(answer).toMatchObject({ rows: 15_000, accepted: 15_000, reopened: 0 });
    const sum = Object.values(answer?.dispositions ?? {}).reduce(
      (total, count) => total + count,
      0,
    );
    expect(sum).toBe(15_000);
  }
  expect((a?.new ?? 0) + (b?.new ?? 0)).toBe(23_000);
  expect((a?.seenAgain ?? 0) + (b?.seenAgain ?? 0)).toBe(7_000);
  expect(await countFindings("198.51.128.0/17")).toBe(23_000);
});
