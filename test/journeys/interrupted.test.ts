import fc from "fast-check";
import { expect, test } from "vitest";
import { databasePropertySettings } from "../properties/settings.ts";
import type { Answer } from "./answers.ts";
import { killAfter } from "./kill-after.ts";
import { useMeldpunt } from "./meldpunt.ts";

const meldpunt = useMeldpunt();

/** Several transactions; every fifth row is of a host that a row before it named. */
const rows = 40_000;
const distinct = 32_000;

/** A list of hosts of its own for each number. */
function writeList(number: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const host = row % 5 === 4 ? row - 3 - Math.floor(row / 5) : row - Math.floor(row / 5);
    const address = `198.${51 + number}.${host >> 8}.${host & 255}`;
    return `${address},3389,2026-11-20T10:00:00Z\n`;
  });
  return meldpunt.write(`list-${number}.csv`, `ip,port,timestamp\n${lines.join("")}`);
}

const options = ["--finder", "scanner", "--type", "open-rdp", "--release", "--json"];
const submit = (path: string) => meldpunt.start(["report", "submit", path, ...options]);

/** What has to be there in the end, however it came to be. */
async function expectWhole(path: string, number: number): Promise<void> {
  const answer = await meldpunt.json<Answer>("report", "submit", path, ...options);
  const whole = answer.duplicateOf === null ? answer : await show(answer.report);
  expect(whole).toMatchObject({
    rows,
    accepted: rows,
    quarantined: 0,
    new: distinct,
    seenAgain: rows - distinct,
    reopened: 0,
  });
  const sum = Object.values(whole.dispositions).reduce((total, count) => total + count, 0);
  expect(sum).toBe(rows);
  const prefix = `198.${51 + number}.0.0/16`;
  const csv = await meldpunt.done("findings", "--prefix", prefix, "--format", "csv");
  expect(csv.trimEnd().split("\r\n")).toHaveLength(distinct + 1);
  const again = await meldpunt.json<Answer>("report", "submit", path, ...options);
  expect(again).toMatchObject({ duplicateOf: whole.report, rows: 0 });
}

const show = (report: string) => meldpunt.json<Answer>("report", "show", report, "--json");

test("a submission that is killed at any moment and run again ends as if nothing had happened", async () => {
  // How long one takes here, where the database is there already, decides when the others are killed.
  await meldpunt.done("report", "list");
  const startedMs = performance.now();
  const first = writeList(0);
  expect(await submit(first).ended).toMatchObject({ status: 0 });
  const usualMs = performance.now() - startedMs;
  await expectWhole(first, 0);

  let number = 0;
  let killed = 0;
  const moments = fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), {
    minLength: 1,
    maxLength: 3,
  });
  await fc.assert(
    fc.asyncProperty(moments, async (shares) => {
      number++;
      const path = writeList(number);
      for (const share of shares) {
        if (await killAfter(share * usualMs, submit(path))) killed++;
      }
      await expectWhole(path, number);
    }),
    { ...databasePropertySettings, numRuns: 3 },
  );
  // Where the machine was so busy that the first took longer than all others, one is killed still earlier.
  for (let ms = usualMs / 2; killed === 0; ms /= 2) {
    number++;
    const path = writeList(number);
    if (await killAfter(ms, submit(path))) killed++;
    await expectWhole(path, number);
  }
});
