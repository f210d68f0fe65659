import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { approveVolume } from "../../src/actions/approve-volume.ts";
import { previewRecall } from "../../src/actions/preview-recall.ts";
import { recallReports } from "../../src/actions/recall-reports.ts";
import type { ReportId } from "../../src/domain/ids.ts";
import { outboxSteps } from "../../src/pipeline/material/outgoing.ts";
import { findReportSummary } from "../../src/store/views/report-summary.ts";
import { operator } from "../makers/actors.ts";
import type { Behaviour } from "../makers/mail-server.ts";
import { Killed, useOutgoingHouse } from "../makers/outgoing-house.ts";
import type { PlainWorld } from "./make-world.ts";
import { databasePropertySettings } from "./settings.ts";

const house = useOutgoingHouse();
const { context } = house;

const world: PlainWorld = {
  organisations: {
    uni: { claims: ["192.0.2.0/26"] },
    firm: { claims: ["192.0.2.64/26"], memberOf: ["cert"] },
    cert: {},
    net: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
  },
};
const ids = ["uni", "firm", "cert", "net"];

const row = fc.record({
  host: fc.integer({ min: 60, max: 70 }),
  type: fc.constantFrom("ssl-freak", "open-rdp"),
});
const submit = fc.record({
  kind: fc.constant("submit" as const),
  finder: fc.constantFrom("first", "second"),
  rows: fc.array(row, { minLength: 1, maxLength: 8 }),
  release: fc.oneof(
    { arbitrary: fc.constant(true), weight: 3 },
    { arbitrary: fc.constant(false), weight: 1 },
  ),
});
const behaviours: readonly Behaviour[] = [
  { kind: "accept" },
  { kind: "reply", at: "rcpt", code: 450, text: "4.2.1 Busy" },
  { kind: "reply", at: "rcpt", code: 550, text: "5.1.1 No such user" },
  { kind: "drop", at: "dot", kept: true },
  { kind: "drop", at: "dot" },
];
const die = fc.record({
  kind: fc.constant("die" as const),
  at: fc.constantFrom(...outboxSteps),
  time: fc.integer({ min: 1, max: 3 }),
});
const step = fc.oneof(
  { arbitrary: submit, weight: 3 },
  { arbitrary: fc.record({ kind: fc.constant("run" as const) }), weight: 2 },
  { arbitrary: die, weight: 2 },
  {
    arbitrary: fc.record({
      kind: fc.constant("behave" as const),
      id: fc.constantFrom(...ids),
      behaviour: fc.constantFrom(...behaviours),
    }),
    weight: 2,
  },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

type Submitted = {
  readonly report: ReportId;
  readonly released: boolean;
  readonly keys: ReadonlySet<string>;
};

async function take(step: Step, submitted: Submitted[]): Promise<void> {
  switch (step.kind) {
    case "submit": {
      const lines = step.rows.map(
        ({ host, type }) => `192.0.2.${host},443,2026-07-01T08:00:00Z,${type}`,
      );
      // A report is its bytes: each of these is another.
      const csv = ["ip,port,timestamp,type,n", ...lines.map((l) => `${l},${submitted.length}`)];
      const { report } = await house.submit({
        csv: csv.join("\n"),
        finder: step.finder,
        release: step.release,
      });
      const keys = new Set(step.rows.map(({ host, type }) => `192.0.2.${host} ${type}`));
      submitted.push({ report, released: step.release, keys });
      return;
    }
    case "run":
      await house.run();
      return;
    case "die":
      house.dieAt(step.at, step.time);
      await house.run().catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
      house.dieAt(null);
      return;
    case "behave":
      house.server.behave(`findings@${step.id}.example`, step.behaviour);
  }
}

/** Rows that corrections name, as their recipients read them: `to number row now`. */
function readCorrections(): string[] {
  return house.server.kept.flatMap(({ to, bytes }) => {
    const text = bytes.toString("utf8");
    if (!/^Subject: .*Rectificatie/m.test(text)) return [];
    const attached = /Content-Disposition: attachment[^\r]*\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(
      text,
    );
    const csv = Buffer.from(attached?.[1] ?? "", "base64").toString("utf8");
    const records = parse(csv, { columns: true }) as Record<string, string>[];
    return records.map(({ number, row }) => `${to} ${number} ${row}`);
  });
}

async function listToldRows(): Promise<{ row: string; report: ReportId; released: boolean }[]> {
  const { rows } = await context.sql.query<{ row: string; report: ReportId; released: boolean }>(
    `select concat_ws(' ', n.address, n.public_number, nf.position) as row, r.id as report,
            r.released_at is not null as released
       from notification_findings nf
       join notifications n on n.id = nf.notification_id
       join deliveries v on v.notification_id = n.id
       join reports r on r.number = nf.report
      where v.state = 'accepted' and nf.role in ('primary', 'informed', 'digest')`,
  );
  return rows;
}

async function recall(report: ReportId): Promise<void> {
  const scope = { kind: "report", report } as const;
  const { digest } = await previewRecall({ context, input: { scope, actor: operator } });
  const texts = { nl: null, en: null };
  const input = { scope, digest, reason: "the wrong list", texts, actor: operator };
  await recallReports({ context, input });
}

async function listStates(): Promise<Map<string, number>> {
  const { rows } = await context.sql.query<{ key: string; state: number }>(
    `select host(f.address) || ' ' || t.name as key, f.state
       from findings f join finding_types t on t.id = f.type_id`,
  );
  return new Map(rows.map(({ key, state }) => [key, state]));
}

async function runUntilSettled(): Promise<void> {
  house.server.forget();
  for (let hour = 0; hour < 6; hour++) {
    await approveVolume({ context, input: { brakes: "all", actor: operator } });
    await house.run();
    house.later(60);
  }
}

test("invariant 7: every recipient of a row of a recalled report, and nobody else, gets exactly one correction", async () => {
  await fc.assert(
    fc
      .asyncProperty(
        submit,
        fc.array(step, { minLength: 3, maxLength: 10, size: "max" }),
        fc.nat(9),
        fc.array(fc.oneof(die, submit), { maxLength: 3 }),
        async (first, steps, which, after) => {
          house.askServer(true);
          await house.loadWorld(world);
          const submitted: Submitted[] = [];
          for (const one of [{ ...first, release: true }, ...steps]) await take(one, submitted);
          const released = submitted.filter((one) => one.released);
          const recalled = released[which % released.length] as Submitted;
          const others = submitted.filter((one) => one !== recalled);
          await recall(recalled.report);

          // What only it showed is over, what others show stands or waits with them.
          const states = await listStates();
          for (const key of recalled.keys) {
            const shown = others.some(({ keys }) => keys.has(key));
            expect([key, states.get(key) === 11]).toEqual([key, !shown]);
          }
          await expect(recall(recalled.report)).rejects.toMatchObject({ code: "conflict" });

          for (const one of after) await take(one, submitted);
          await runUntilSettled();
          const corrected = readCorrections();
          expect(new Set(corrected).size).toBe(corrected.length);
          const told = await listToldRows();
          const ofIt = told.filter(({ report }) => report === recalled.report);
          expect(corrected).toEqual(expect.arrayContaining(ofIt.map(({ row }) => row)));
          // Beside these only rows of waiting reports, which went out because this one let them.
          const rest = new Set(corrected).difference(new Set(ofIt.map(({ row }) => row)));
          const waiting = told.filter(({ released }) => !released).map(({ row }) => row);
          expect([...rest].filter((row) => !waiting.includes(row))).toEqual([]);

          for (const { report } of submitted) {
            const { accepted, dispositions } = (await findReportSummary(context.sql, report)) ?? {};
            const sum = Object.values(dispositions ?? {}).reduce((a, b) => a + b, 0);
            expect([report, sum]).toEqual([report, accepted]);
          }
          const { dispositions } = (await findReportSummary(context.sql, recalled.report)) ?? {};
          expect(Object.keys(dispositions ?? {})).toEqual(["withdrawn"]);
        },
      )
      .beforeEach(() => house.empty()),
    { ...databasePropertySettings, numRuns: 25 },
  );
});
