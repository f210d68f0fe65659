import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Answer } from "./answers.ts";
import { useMeldpunt } from "./meldpunt.ts";

const meldpunt = useMeldpunt();
const samples = fileURLToPath(new URL("../samples", import.meta.url));

const submit = (file: string, ...options: string[]) =>
  meldpunt.json<Answer>(
    "report",
    "submit",
    `${samples}/${file}`,
    "--finder",
    "shadowserver",
    "--release",
    "--json",
    ...options,
  );

type Event = Readonly<Record<string, unknown>>;

test("a report of Shadowserver leaves as IntelMQ events, a line for each accepted row", async () => {
  const { report, accepted } = await submit("shadowserver/2026-11-20-scan_rdp-plain.csv");
  const events = await meldpunt.lines<Event>("report", "export", report, "--format", "intelmq");
  expect(events).toHaveLength(accepted);
  for (const event of events) {
    expect(event).toMatchObject({
      "feed.provider": "shadowserver",
      "classification.taxonomy": "vulnerable",
      "classification.type": "vulnerable-system",
      "classification.identifier": "open-rdp",
      "protocol.transport": "tcp",
      tlp: "AMBER",
    });
    expect(event["source.ip"]).toMatch(/^[0-9a-f.:]+$/);
    expect(event["time.source"]).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+00:00$/);
    for (const key of Object.keys(event))
      expect(key).toMatch(/^[a-z_][a-z_0-9]+(?:\.[a-z_0-9]+)*$/);
  }
});

test("rows that were put aside do not leave, and repeated ones leave once for each row", async () => {
  const bad = await submit("shadowserver/2026-11-20-scan_mongodb-bad-rows.csv");
  expect(bad.quarantined).toBeGreaterThan(0);
  expect(await meldpunt.lines("report", "export", bad.report)).toHaveLength(bad.accepted);
  const repeated = await submit("shadowserver/2026-11-20-scan_rdp-repeated.csv");
  expect(repeated.seenAgain).toBeGreaterThan(0);
  expect(await meldpunt.lines("report", "export", repeated.report)).toHaveLength(repeated.accepted);
});

test("evidence is read back from the kept report, also from the middle of a packed one", async () => {
  const { report } = await submit("csv/plain.csv.gz", "--type", "open-rdp");
  const rows = await meldpunt.lines<{ evidence: Record<string, string>; address: string | null }>(
    "report",
    "export",
    report,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { evidence } of rows) expect(Object.keys(evidence).length).toBeGreaterThan(0);
});

test("what comes out as CSV starts no formula", async () => {
  const { report, accepted } = await submit("csv/formulas.csv", "--type", "open-rdp");
  const csv = await meldpunt.done("report", "export", report, "--format", "csv");
  const lines = csv.trimEnd().split("\r\n");
  expect(lines).toHaveLength(accepted + 1);
  expect(lines[0]).toMatch(/^report,finder,case,.*,evidence\./);
  expect(csv).not.toMatch(/(?:^|,)"?[=+@|-][a-z]/im);
});

test("a format that nobody writes is wrong usage", async () => {
  const { report } = await submit("jsonl/plain.jsonl", "--type", "open-rdp");
  const { status, stderr } = await meldpunt.run("report", "export", report, "--format", "word");
  expect(status).toBe(2);
  expect(stderr).toContain("intelmq");
});

test("a reader that goes away ends the export quietly", async () => {
  const [latest] = await meldpunt.lines<Answer>("report", "list", "--limit", "1", "--json");
  const { child, ended } = meldpunt.start(["report", "export", latest?.report ?? ""]);
  child.stdout?.destroy();
  expect(await ended).toMatchObject({ status: 0, stderr: "" });
});
