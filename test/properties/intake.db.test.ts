import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { makeCatalogue } from "../../src/domain/finding/catalogue.ts";
import {
  type Disposition,
  dispositions,
  heldDisposition,
} from "../../src/domain/finding/disposition.ts";
import { decodeStanding } from "../../src/domain/finding/standing.ts";
import type { FinderId } from "../../src/domain/ids.ts";
import type { Instance } from "../../src/domain/instance.ts";
import type { Finder, World } from "../../src/domain/world/world.ts";
import type { PipelineContext } from "../../src/pipeline/material/context.ts";
import { takeIn } from "../../src/pipeline/run.ts";
import type { Sql } from "../../src/platform/database.ts";
import { saveWorld } from "../../src/store/worlds.ts";
import { useDatabase } from "../database.ts";
import { emptyTables } from "../empty-tables.ts";
import { makePipelineContext } from "../pipeline-context.ts";
import { findingTypes } from "./arbitrary-question.ts";
import { anyReport, type PlainReport, reportFinders, writeReport } from "./arbitrary-report.ts";
import { anyWorld } from "./arbitrary-world.ts";
import { type Decider, naiveDecider } from "./fast-decide.ts";
import { makeRegistry } from "./make-world.ts";
import { type ExpectedFinding, naiveIntake } from "./naive-intake.ts";
import { databasePropertySettings } from "./settings.ts";

const now = new Date("2026-10-01T12:00:00Z");
const sql = useDatabase();
let context: PipelineContext;

beforeAll(async () => {
  const catalogue = makeCatalogue({ types: findingTypes, cves: new Map(), cveAliases: new Map() });
  const instance = {
    homeCountry: "NL",
    approvals: {},
    brakes: { untrustedRowsPerDay: 1_000_000 },
  } as unknown as Instance;
  // Few rows a chunk, so that small reports have several.
  context = await makePipelineContext(sql, { catalogue, now, chunkRows: 7, instance });
});

const settings = { ...databasePropertySettings, numRuns: 60 };

type Started = { readonly decider: Decider; readonly finders: readonly Finder[] };

const reported = `findings, past_episodes, episode_changes, observations, report_chunks, quarantined_rows, reports,
  kept_reports, decisions`;

/** Everything but the registry's and the worlds' tables as on the first day. */
async function startOver(world: World): Promise<Started> {
  await emptyTables(sql, reported);
  const [policies = [], others = []] = world.finders.map((finder) => finder.policies);
  const finders = reportFinders.map((id) => ({
    id: id as FinderId,
    name: null,
    trusted: id !== "bravo",
    tlp: null,
    policies: id === "alpha" ? [] : id === "bravo" ? others : policies,
  }));
  // A world file names a day on which every security.txt expires.
  const securityTxt = world.securityTxt.map((published) => ({
    ...published,
    expiresAt: Math.min(published.expiresAt, Date.UTC(2099, 0, 1)),
  }));
  const whole = { ...world, finders, securityTxt };
  await saveWorld(sql, whole, { fileName: "test", loadedAt: now, difference: {} });
  const setting = { world: whole, registry: makeRegistry({}), deadAddresses: new Set<never>() };
  return { decider: naiveDecider(setting), finders };
}

function submit(report: PlainReport, through: Sql = sql): ReturnType<typeof takeIn> {
  async function* bytes(): AsyncGenerator<Buffer> {
    yield writeReport(report);
  }
  return takeIn({ ...context, sql: through }, bytes(), {
    finder: report.finder as FinderId,
    format: "jsonl",
    typeLabel: null,
    fileName: null,
    mapping: {},
    caseName: null,
    tlp: report.tlp,
    grade: report.grade,
    complete: false,
    scope: null,
    signature: null,
    releasedBy: null,
  });
}

type StoredFinding = {
  identity: string;
  standing: number;
  severity: number;
  observed_at: Date;
  disposition: number;
  owner: string | null;
  rung: string | null;
  organisation: string | null;
  address: string | null;
  tier: number | null;
  held_reason: string | null;
  informed: unknown;
};

/** What the database says of every finding, by identity. */
async function readFindings(): Promise<Map<string, object>> {
  const { rows } = await sql.query<StoredFinding>(
    `select case when t.name like 'stolen-%' then f.name
                 when f.name is not null and t.name like '%-site' then f.name
                 when f.name is not null and t.name = 'weak-certificate' then f.name
                 else coalesce(host(f.address), f.name) end
            || ' ' || case when f.port is null then '' else f.port || '/' || f.transport end
            || ' ' || t.name as identity,
            f.standing, f.severity, f.observed_at, f.disposition,
            d.owner, d.rung, d.organisation, d.address, d.tier, d.held_reason, d.informed
       from findings f
       join finding_types t on t.id = f.type_id
       left join decisions d on d.id = f.decision_id
      order by 1`,
  );
  return new Map(rows.map(({ identity, ...rest }) => [identity, rest]));
}

function toStored({ standing, severity, observedAt, decision }: ExpectedFinding): object {
  const common = { standing, severity, observed_at: new Date(observedAt) };
  if (decision === null) {
    const disposition = dispositions.indexOf("outOfScope");
    const nobody = { owner: null, rung: null, organisation: null, address: null, tier: null };
    return { ...common, ...nobody, disposition, held_reason: null, informed: null };
  }
  const { primary, held } = decision;
  const disposition: Disposition = !decodeStanding(standing).released
    ? "heldForPerson"
    : held === null
      ? "pending"
      : heldDisposition(held.reason);
  return {
    ...common,
    disposition: dispositions.indexOf(disposition),
    owner: decision.owner,
    rung: primary?.rung ?? null,
    organisation: primary?.organisation ?? null,
    address: primary?.address ?? null,
    tier: primary?.tier ?? null,
    held_reason: held?.reason ?? null,
    informed: decision.informed,
  };
}

function expectedOf(
  reports: readonly PlainReport[],
  { decider, finders }: Started,
): Map<string, object> {
  const found = [...naiveIntake(reports, finders, decider, now.getTime())];
  return new Map(
    found
      .map(([identity, finding]) => [identity, toStored(finding)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Invariant 1 as far as intake goes: every row is accounted for, once. */
async function expectAccounted(reports: readonly PlainReport[], findings: number): Promise<void> {
  const { rows } = await sql.query<Record<string, number>>(
    `select sum(c.accepted)::int as accepted, sum(c.quarantined)::int as quarantined, sum(c.new)::int as new,
            (select sum(o.count)::int from observations o) as observed
       from report_chunks c`,
  );
  const distinct = new Map(
    reports.map((report) => [`${report.finder}${writeReport(report)}`, report.rows.length]),
  );
  const accepted = [...distinct.values()].reduce((sum, count) => sum + count, 0);
  expect(rows[0]).toEqual({ accepted, quarantined: 0, new: findings, observed: accepted });
}

const anyReports = fc.array(anyReport, { minLength: 1, maxLength: 4 });

test("findings and decisions are what the naive model says", async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, anyReports, async (world, reports) => {
      const started = await startOver(world);
      for (const report of reports) await submit(report);
      const stored = await readFindings();
      expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(expectedOf(reports, started)));
      await expectAccounted(reports, stored.size);
    }),
    settings,
  );
});

test("the order of reports and rows does not matter, nor does taking them twice", async () => {
  const shuffled = anyReports.chain((reports) =>
    fc.tuple(
      fc.constant(reports),
      fc.shuffledSubarray([...reports, ...reports], { minLength: reports.length * 2 }),
      fc.tuple(
        ...reports.map(({ rows }) => fc.shuffledSubarray([...rows], { minLength: rows.length })),
      ),
    ),
  );
  await fc.assert(
    fc.asyncProperty(anyWorld, shuffled, async (world, [reports, again, rows]) => {
      await startOver(world);
      for (const report of reports) await submit(report);
      const first = await readFindings();
      await startOver(world);
      for (const report of again) {
        await submit({ ...report, rows: rows[reports.indexOf(report)] ?? report.rows });
      }
      expect(Object.fromEntries(await readFindings())).toEqual(Object.fromEntries(first));
    }),
    settings,
  );
});

/** A database that is gone from the n-th statement on, as for a process that is killed. */
function failingAfter(statements: number): Sql {
  let left = statements;
  const gone = (): void => {
    if (left-- <= 0) throw new Error("gone");
  };
  const wrap = (inner: Sql): Sql => ({
    query: async (text, values) => {
      gone();
      return inner.query(text, values);
    },
    lend: async (use) => {
      gone();
      return inner.lend(async (connection) => {
        const query = connection.query.bind(connection);
        const failing = Object.create(connection) as typeof connection;
        failing.query = ((...args: Parameters<typeof query>) => {
          // What the server does when the connection breaks.
          if (args[0] !== "rollback") gone();
          return query(...args);
        }) as typeof connection.query;
        return use(failing);
      });
    },
  });
  return wrap(sql);
}

test("a crash at any statement and a second run give the same end state", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyWorld,
      anyReports,
      fc.array(fc.nat(60), { maxLength: 4 }),
      async (world, reports, crashes) => {
        await startOver(world);
        for (const report of reports) await submit(report);
        const whole = await readFindings();
        await startOver(world);
        for (const [i, report] of reports.entries()) {
          for (const statements of crashes) {
            await submit(report, failingAfter(statements + i)).catch((error: unknown) => {
              if (!(error instanceof Error && error.message === "gone")) throw error;
            });
          }
          await submit(report);
        }
        const stored = await readFindings();
        expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(whole));
        await expectAccounted(reports, stored.size);
      },
    ),
    settings,
  );
});

test("processes that take in the same and other reports at once end as if one had come after the other", async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, anyReports, async (world, reports) => {
      await startOver(world);
      for (const report of reports) await submit(report);
      const oneByOne = await readFindings();
      await startOver(world);
      await Promise.all([...reports, ...reports].map((report) => submit(report)));
      const stored = await readFindings();
      expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(oneByOne));
      await expectAccounted(reports, stored.size);
    }),
    { ...settings, numRuns: 40 },
  );
});
