import fc from "fast-check";
import { expect, test } from "vitest";
import { approveVolume } from "../../src/actions/approve-volume.ts";
import { runRedecide } from "../../src/pipeline/run-redecide.ts";
import { operator } from "../makers/actors.ts";
import type { Behaviour } from "../makers/mail-server.ts";
import { useOutgoingHouse } from "../makers/outgoing-house.ts";
import type { PlainOrganisation, PlainWorld } from "./make-world.ts";
import { databasePropertySettings } from "./settings.ts";
import { listToldRounds } from "./told-rounds.ts";

const house = useOutgoingHouse();

const ids = ["uni", "firm", "cert", "region"] as const;
const day = 86_400_000;
const start = Date.parse("2026-07-01T09:00:00Z");

/** What an organisation may be in some world: claims that come and go, ways that change, words that end the walk. */
const organisation = fc.record({
  claims: fc.subarray(["192.0.2.0/25", "192.0.2.128/25", "192.0.2.0/24", "shops.example"]),
  memberOf: fc.subarray(["cert", "region"]),
  path: fc.constantFrom("direct" as const, null),
  declines: fc.boolean(),
  suspended: fc.boolean(),
});

const world = fc.record({
  uni: organisation,
  firm: organisation,
  regionServes: fc.boolean(),
  /** Days after the start at which a claim of the university ends; null: never. */
  endsAfter: fc.option(fc.integer({ min: 1, max: 20 })),
  stopped: fc.option(fc.integer({ min: 1, max: 20 })),
});

type DrawnWorld = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

function toPlain(drawn: DrawnWorld): PlainWorld {
  const until = drawn.endsAfter === null ? Number.POSITIVE_INFINITY : start + drawn.endsAfter * day;
  const toOrganisation = (
    { claims, memberOf, path, declines, suspended }: DrawnWorld["uni"],
    ends: number,
  ): PlainOrganisation => ({
    claims: claims.map((of) => ({ of, until: ends })),
    memberOf,
    path: path as never,
    filters: declines ? [{ kind: "misconfiguration", type: null }] : [],
    suspended,
  });
  return {
    organisations: {
      uni: toOrganisation(drawn.uni, until),
      firm: toOrganisation(drawn.firm, Number.POSITIVE_INFINITY),
      cert: {},
      region: drawn.regionServes ? { serves: ["192.0.2.0/24", "shops.example"] } : {},
    },
    stops:
      drawn.stopped === null
        ? []
        : [
            {
              of: "192.0.2.0/24",
              by: "uni",
              since: start - day,
              until: start + drawn.stopped * day,
            },
          ],
  };
}

const behaviour: fc.Arbitrary<Behaviour> = fc.constantFrom<Behaviour>(
  { kind: "accept" },
  { kind: "reply", at: "rcpt", code: 450, text: "4.2.1 Busy" },
  { kind: "reply", at: "data", code: 554, text: "5.7.1 Spam" },
);

const row = fc.oneof(
  fc.record({ host: fc.integer({ min: 1, max: 254 }).map((n) => `192.0.2.${n}`) }),
  fc.record({ host: fc.constantFrom("a.shops.example", "b.shops.example") }),
);

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("world" as const), world }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("submit" as const),
      rows: fc.array(
        fc.record({ row, type: fc.constantFrom("ssl-freak", "open-rdp", "cve-2021-26855") }),
        { minLength: 1, maxLength: 8 },
      ),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("run" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      hours: fc.integer({ min: 1, max: 200 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("behave" as const),
      id: fc.constantFrom(...ids),
      behaviour,
    }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function take(step: Step, accepted: { rows: number }): Promise<void> {
  switch (step.kind) {
    case "world":
      await house.loadWorld(toPlain(step.world));
      return;
    case "submit": {
      const lines = step.rows.map(
        ({ row, type }) =>
          `${row.host.includes("shops") ? `,${row.host}` : `${row.host},`},443,2026-06-30T08:00:00Z,${type}`,
      );
      const csv = ["ip,host,port,timestamp,type", ...lines].join("\n");
      const summary = await house.submit({ csv, finder: `finder-${accepted.rows}` });
      accepted.rows += summary.new;
      return;
    }
    case "run":
      await house.run();
      return;
    case "wait":
      house.later(step.hours * 60);
      return;
    case "behave":
      house.server.behave(`findings@${step.id}.example`, step.behaviour);
  }
}

async function query<Row>(text: string): Promise<Row[]> {
  return (await house.context.sql.query<Row>(text)).rows;
}

/** Holds at every moment. */
async function expectSound(accepted: number): Promise<void> {
  const dispositions = await house.dispositions();
  expect(Object.values(dispositions).reduce((sum, count) => sum + count, 0)).toBe(accepted);
  const twice = await query(
    `select from notification_findings where role = 'primary' and superseded_at is null
      group by finding_id, episode, round having count(*) > 1`,
  );
  expect(twice).toEqual([]);
  const ids = house.server.kept.map(({ messageId }) => messageId);
  expect(new Set(ids).size).toBe(ids.length);
}

/** Holds once everything has gone out. */
async function expectSettled(): Promise<void> {
  // Whoever the present decision names was told in the present round, by a mail that was accepted, and nobody else was.
  const wrong = await query(
    `select f.id from findings f join decisions d on d.id = f.decision_id
      where f.disposition = 1
        and not exists (select from notification_findings nf
                          join notifications n on n.id = nf.notification_id
                          join deliveries v on v.notification_id = n.id
                         where nf.finding_id = f.id and nf.episode = f.episode and nf.round = f.round
                           and nf.role = 'primary' and nf.superseded_at is null and v.state = 'accepted'
                           and n.organisation is not distinct from d.organisation and n.address = d.address)`,
  );
  expect(wrong).toEqual([]);
  // One round after the other goes to somebody else, or for somebody else.
  for (const told of await listToldRounds(house.context.sql)) {
    told.forEach(({ party }, i) => {
      expect(party).not.toBe(told[i + 1]?.party);
    });
  }
}

test("whatever changes and in whatever order: nothing is lost, one primary a round, whoever is replaced loses sight", async () => {
  await fc.assert(
    fc
      .asyncProperty(
        world,
        fc.array(step, { minLength: 4, maxLength: 14, size: "max" }),
        async (first, steps) => {
          const accepted = { rows: 0 };
          await house.loadWorld(toPlain(first));
          for (const one of steps) {
            await take(one, accepted);
            await expectSound(accepted.rows);
          }
          house.server.forget();
          for (let turn = 0; turn < 4; turn++) {
            await approveVolume({
              context: house.context,
              input: { brakes: "all", actor: operator },
            });
            await house.run();
            house.later(12 * 60);
          }
          await expectSound(accepted.rows);
          await expectSettled();
          const before = await query("select id, decision_id, disposition, round from findings");
          await house.context.sql.query(
            "update redecisions set completed_at = null, done_until = 0",
          );
          expect((await runRedecide(house.context)).moved).toBe(0);
          expect(await query("select id, decision_id, disposition, round from findings")).toEqual(
            before,
          );
        },
      )
      .beforeEach(() => house.empty()),
    { ...databasePropertySettings, numRuns: 25 },
  );
});
