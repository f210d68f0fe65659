import { readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { useDatabase } from "../../test/database.ts";
import { makePipelineContext } from "../../test/pipeline-context.ts";
import { findingTypes } from "../../test/properties/arbitrary-question.ts";
import { makeWorld } from "../../test/properties/make-world.ts";
import { makeCatalogue } from "../domain/finding/catalogue.ts";
import { dispositions } from "../domain/finding/disposition.ts";
import { episodeStates } from "../domain/finding/episode-state.ts";
import type { Tlp } from "../domain/finding/tlp.ts";
import type { FinderId } from "../domain/ids.ts";
import type { Instance } from "../domain/instance.ts";
import { retentionBounds } from "../domain/instance.ts";
import { readScope, type Scope } from "../domain/report/scope.ts";
import { saveWorld } from "../store/worlds.ts";
import type { PipelineContext } from "./material/context.ts";
import type { Handover } from "./material/handover.ts";
import { readEvidence } from "./read-evidence.ts";
import { type TakenIn, takeIn } from "./run.ts";
import { preview } from "./run-preview.ts";
import { runRelease, runRetention } from "./run-release.ts";

const sql = useDatabase();
const clock = { now: new Date("2026-11-23T12:00:00Z") };
let context: PipelineContext;
let reports = 0;

beforeAll(async () => {
  const retention = Object.fromEntries(
    Object.entries(retentionBounds).map(([name, { usual }]) => [name, usual]),
  );
  const brakes = { untrustedRowsPerDay: 1_000_000 };
  const made = await makePipelineContext(sql, {
    catalogue: makeCatalogue({ types: findingTypes, cves: new Map(), cveAliases: new Map() }),
    now: clock.now,
    chunkRows: 4,
    instance: { homeCountry: "NL", retention, approvals: {}, brakes } as unknown as Instance,
  });
  context = { ...made, clock: () => clock.now };
  const finders = (["alpha", "bravo", "unknown"] as const).map((id) => ({
    id: id as FinderId,
    name: null,
    trusted: id === "alpha",
    tlp: null,
    policies: [],
  }));
  const world = { ...makeWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } }), finders };
  await saveWorld(sql, world, { fileName: "test", loadedAt: clock.now, difference: {} });
});

const type = "old-server";
const allowed = async () => undefined;

/** A list of addresses seen at an instant; a comment line of its own keeps equal lists from being one report. */
function list(addresses: readonly string[], at: string): string {
  reports++;
  return ["ip,port,protocol,timestamp,note"]
    .concat(addresses.map((ip) => `${ip},443,tcp,${at},${reports}`))
    .join("\n");
}

async function submit(
  text: string | Buffer,
  finder: string,
  terms: Partial<Handover> = {},
): Promise<TakenIn> {
  async function* bytes(): AsyncGenerator<Buffer> {
    yield Buffer.from(text);
  }
  return takeIn(context, bytes(), toHandover(finder, terms));
}

function toHandover(finder: string, terms: Partial<Handover>): Handover {
  return {
    finder: finder as FinderId,
    format: "csv",
    typeLabel: type,
    fileName: null,
    mapping: {},
    caseName: null,
    tlp: null,
    grade: null,
    complete: false,
    scope: null,
    signature: null,
    releasedBy: null,
    ...terms,
  };
}

async function stateOf(address: string): Promise<object | undefined> {
  const { rows } = await sql.query<{ episode: number; state: number; disposition: number }>(
    "select f.episode, f.state, f.disposition from findings f where f.address = $1",
    [address],
  );
  const [row] = rows;
  return (
    row && {
      episode: row.episode,
      state: episodeStates[row.state],
      disposition: dispositions[row.disposition],
    }
  );
}

const scopeOf = (text: string): Scope => readScope(text) as Scope;

test("a complete report closes what its scope no longer shows, and seen again it opens the next episode", async () => {
  const [a, b, outside] = ["192.0.2.10", "192.0.2.11", "192.0.2.200"] as const;
  const scope = scopeOf("192.0.2.0/25");
  await submit(list([a, b, outside], "2026-11-20T10:00:00Z"), "alpha", { complete: true, scope });
  const second = await submit(list([a], "2026-11-21T10:00:00Z"), "alpha", { complete: true });
  expect(second.closed).toBe(1);
  expect(await stateOf(a)).toEqual({ episode: 1, state: "open", disposition: "pending" });
  expect(await stateOf(b)).toEqual({
    episode: 1,
    state: "verified-fixed",
    disposition: "withdrawn",
  });
  expect(await stateOf(outside)).toMatchObject({ state: "open" });

  // An observation from before the scan says nothing against it.
  await submit(list([b], "2026-11-21T09:00:00Z"), "alpha");
  expect(await stateOf(b)).toMatchObject({ episode: 1, state: "verified-fixed" });
  await submit(list([b], "2026-11-22T10:00:00Z"), "alpha");
  expect(await stateOf(b)).toEqual({ episode: 2, state: "open", disposition: "pending" });
});

test("a complete report closes nothing that somebody else saw since, nor anything when rows are put aside", async () => {
  const [a, b] = ["192.0.2.20", "192.0.2.21"] as const;
  const scope = scopeOf("192.0.2.16/28");
  await submit(list([a, b], "2026-11-20T10:00:00Z"), "alpha", { scope, complete: true });
  await submit(list([a], "2026-11-20T12:00:00Z"), "bravo");
  const bad = `${list([], "")}\nnonsense,443,tcp,2026-11-21T10:00:00Z,x`;
  expect((await submit(bad, "alpha", { complete: true })).closed).toBe(0);
  const last = list(["192.0.2.22"], "2026-11-21T11:00:00Z");
  expect((await submit(last, "alpha", { complete: true })).closed).toBe(1);
  expect(await stateOf(a)).toMatchObject({ state: "open" });
  expect(await stateOf(b)).toMatchObject({ state: "verified-fixed" });
});

test("a report of a finder that is not trusted waits, and is released also where it saw what was known", async () => {
  const [fresh, known] = ["192.0.2.30", "192.0.2.31"] as const;
  await submit(list([known], "2026-11-20T10:00:00Z"), "alpha", { tlp: "RED" });
  expect(await stateOf(known)).toMatchObject({ disposition: "heldForPerson" });
  const { report } = await submit(list([fresh, known], "2026-11-20T11:00:00Z"), "bravo", {
    tlp: "GREEN",
  });
  expect(await stateOf(fresh)).toMatchObject({ disposition: "heldForPerson" });
  expect(await stateOf(known)).toMatchObject({ disposition: "heldForPerson" });
  expect(await runRelease(context, report, "operator test", allowed)).toBe(true);
  expect(await stateOf(fresh)).toMatchObject({ disposition: "pending" });
  expect(await stateOf(known)).toMatchObject({ disposition: "pending" });
  expect(await runRelease(context, report, "operator test", allowed)).toBe(false);
});

test("a second finder widens what the first one kept narrow", async () => {
  const address = "192.0.2.40";
  await submit(list([address], "2026-11-20T10:00:00Z"), "alpha", { tlp: "RED" as Tlp });
  expect(await stateOf(address)).toMatchObject({ disposition: "heldForPerson" });
  await submit(list([address], "2026-11-20T11:00:00Z"), "alpha", { tlp: "AMBER" });
  expect(await stateOf(address)).toMatchObject({ disposition: "pending" });
});

test("evidence is read back from what was kept, also where it was packed, until its time is over", async () => {
  const text = list(["192.0.2.50", "192.0.2.51"], "2026-11-20T10:00:00Z");
  await submit(gzipSync(text), "alpha");
  const { rows } = await sql.query<{ opened_by: number; evidence_offset: number }>(
    "select f.opened_by, f.evidence_offset from findings f where f.address in ('192.0.2.50', '192.0.2.51') order by f.address desc",
  );
  const refs = rows.map((row) => ({ report: row.opened_by, offset: Number(row.evidence_offset) }));
  const evidence = await readEvidence(context, refs);
  expect(evidence.map((row) => row?.get("ip"))).toEqual(["192.0.2.51", "192.0.2.50"]);
  expect(evidence[0]?.get("note")).toBe(String(reports));

  clock.now = new Date("2027-01-10T12:00:00Z");
  await runRetention(context);
  // Still evidence of an open finding, after 30 days and before 90.
  expect((await readEvidence(context, refs)).map((row) => row?.get("port"))).toEqual([
    "443",
    "443",
  ]);
  const stray = join(context.keptFolder, "stray");
  await writeFile(stray, "left by a crash");
  await utimes(stray, new Date("2027-01-01"), new Date("2027-01-01"));
  clock.now = new Date("2027-03-10T12:00:00Z");
  const { destroyed, swept } = await runRetention(context);
  expect(destroyed).toBeGreaterThan(0);
  expect(swept).toBe(1);
  const left = await readdir(context.keptFolder, { recursive: true, withFileTypes: true });
  expect(left.filter((entry) => entry.isFile())).toEqual([]);
  expect(await readEvidence(context, refs)).toEqual([null, null]);
  clock.now = new Date("2026-11-23T12:00:00Z");
});

test("the same bytes of the same finder are taken in once, of another they add evidence", async () => {
  const text = list(["192.0.2.60"], "2026-11-20T10:00:00Z");
  const first = await submit(text, "alpha");
  expect(await submit(text, "alpha")).toEqual({
    report: first.report,
    duplicateOf: first.report,
    closed: 0,
    header: null,
  });
  const other = await submit(text, "bravo");
  expect(other.duplicateOf).toBe(null);
  const { rows } = await sql.query<{ new: number; seen_again: number }>(
    `select sum(c.new)::int as new, sum(c.seen_again)::int as seen_again
       from report_chunks c join reports r on r.number = c.report where r.id = any($1)`,
    [[first.report, other.report]],
  );
  expect(rows).toEqual([{ new: 1, seen_again: 1 }]);
});

test("a preview counts and changes nothing", async () => {
  const counts = async (): Promise<unknown> =>
    (
      await sql.query(
        "select (select count(*) from findings) f, (select count(*) from reports) r, (select count(*) from kept_reports) k, (select count(*) from decisions) d",
      )
    ).rows;
  const before = await counts();
  async function* bytes(): AsyncGenerator<Buffer> {
    yield Buffer.from(list(["192.0.2.70", "192.0.2.70", "10.0.0.1", "x"], "2026-11-20T10:00:00Z"));
  }
  const answer = await preview(context, bytes(), toHandover("alpha", {}));
  expect(answer).toMatchObject({ rows: 4, accepted: 3, new: 2, seenAgain: 1, outOfScope: 1 });
  expect(answer.quarantined).toMatchObject([{ row: 4, line: 5, field: "ip", value: "x" }]);
  expect([...answer.decisions].map(([decision, count]) => [decision.owner, count])).toEqual([
    ["uni", 1],
  ]);
  expect(await counts()).toEqual(before);
});

test.each([
  ["", "empty"],
  ["not a list at all", "bad-header"],
])("what cannot be read at all (%j) is refused, and the receipt kept", async (text, reason) => {
  await expect(submit(text, "alpha")).rejects.toMatchObject({
    code: "input-refused",
    details: { reason },
  });
  const { rows } = await sql.query<{ state: string }>(
    "select r.state from reports r order by r.number desc limit 1",
  );
  expect(rows).toEqual([{ state: "refused" }]);
});

test("a bare list handed over again with another type is another report", async () => {
  const text = list(["192.0.2.80"], "2026-11-20T10:00:00Z");
  const first = await submit(text, "alpha", { typeLabel: "old-server" });
  const second = await submit(text, "alpha", { typeLabel: "open-port" });
  expect(second).toMatchObject({ duplicateOf: null });
  expect(second.report).not.toBe(first.report);
  const { rows } = await sql.query<{ count: number }>(
    "select count(*)::int as count from findings f where f.address = '192.0.2.80'",
  );
  expect(rows).toEqual([{ count: 2 }]);
});

test("a wildcard name is the name that it stands for", async () => {
  await submit(
    "host,port,protocol,timestamp\n*.shop.example,443,tcp,2026-11-20T10:00:00Z",
    "alpha",
    { typeLabel: "weak-certificate" },
  );
  const { rows } = await sql.query(
    "select f.name, f.address from findings f where f.name = 'shop.example'",
  );
  expect(rows).toEqual([{ name: "shop.example", address: null }]);
});

test("a list that leaves the transport out adds to what another finder saw", async () => {
  await submit(list(["192.0.2.90"], "2026-11-20T10:00:00Z"), "alpha");
  await submit("ip,port,timestamp\n192.0.2.90,443,2026-11-20T11:00:00Z", "bravo");
  const { rows } = await sql.query<{ count: number }>(
    "select count(*)::int as count from findings f where f.address = '192.0.2.90'",
  );
  expect(rows).toEqual([{ count: 1 }]);
});
