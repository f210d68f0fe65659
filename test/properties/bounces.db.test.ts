import fc from "fast-check";
import { expect, test } from "vitest";
import { makeListeningHouse } from "../makers/listening-house.ts";
import { useOutgoingHouse } from "../makers/outgoing-house.ts";
import { makeBounce } from "../makers/returned-mail.ts";
import { databasePropertySettings } from "./settings.ts";

const house = useOutgoingHouse();
const ears = makeListeningHouse(house);

const world = {
  organisations: {
    uni: { claims: ["192.0.2.0/25"] },
    firm: { claims: ["192.0.2.128/25"], memberOf: ["cert"] },
    cert: {},
    region: { serves: ["192.0.2.0/24"] },
    net: { claims: [{ of: "192.0.2.0/24", use: "operate" as const }] },
  },
};

/** What comes back, and whether its delivery is over by it. */
const notes = [
  { action: "failed", status: "5.1.1" },
  { action: "failed", status: "5.2.2" },
  { action: "failed", status: "4.4.7" },
  { action: "failed", status: "5.7.1" },
  { action: "delayed", status: "4.4.1" },
  { action: "relayed", status: "2.0.0" },
] as const;

const step = fc.oneof(
  fc.record({
    kind: fc.constant("submit" as const),
    hosts: fc.array(fc.integer({ min: 1, max: 254 }), { minLength: 1, maxLength: 8 }),
  }),
  {
    arbitrary: fc.record({
      kind: fc.constant("bounce" as const),
      mail: fc.nat(20),
      note: fc.constantFrom(...notes),
      // Before or after the next run, once or twice.
      times: fc.constantFrom(1, 2),
    }),
    weight: 3,
  },
  fc.record({ kind: fc.constant("run" as const) }),
  fc.record({ kind: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 3000 }) }),
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function take(step: Step, at: number): Promise<void> {
  switch (step.kind) {
    case "submit": {
      const rows = step.hosts.map((host) => `192.0.2.${host},443,2026-07-01T08:00:00Z,ssl-freak`);
      await house.submit({ csv: ["ip,port,timestamp,type", ...rows].join("\n"), finder: `f${at}` });
      return;
    }
    case "bounce": {
      const sent = house.server.kept;
      const mail = sent[step.mail % Math.max(sent.length, 1)];
      if (mail === undefined) return;
      const bytes = makeBounce({
        to: mail.from,
        recipient: mail.to,
        ...step.note,
        diagnostic: `smtp; 550 ${step.note.status}`,
        id: String(at),
      });
      for (let i = 0; i < step.times; i++) await ears.hear({ recipients: [mail.from], bytes });
      return;
    }
    case "run":
      await house.run();
      return;
    case "wait":
      house.later(step.minutes);
  }
}

async function query<Row>(text: string): Promise<Row[]> {
  return (await house.context.sql.query<Row>(text)).rows;
}

test("invariants 1 and 2 with bounces: nobody is told twice, nothing is lost, what counts as told did not come back", async () => {
  await fc.assert(
    fc
      .asyncProperty(
        fc.array(step, { minLength: 4, maxLength: 14, size: "max" }),
        async (steps) => {
          await house.loadWorld(world);
          await take({ kind: "submit", hosts: [1, 2, 200] }, 100);
          for (const [at, one] of [{ kind: "run" } as const, ...steps].entries())
            await take(one, at);
          for (let turn = 0; turn < 4; turn++) {
            await house.run();
            house.later(60);
          }
          const { pending = 0, ...settled } = await house.dispositions();
          expect(pending).toBe(0);
          for (const disposition of Object.keys(settled)) {
            expect(["delivered", "undeliverable", "heldForPerson"]).toContain(disposition);
          }
          // Of one finding, episode and round one primary stands, and no address was asked twice.
          expect(
            await query(
              `select from notification_findings nf join notifications n on n.id = nf.notification_id
              where nf.role = 'primary'
              group by nf.finding_id, nf.episode, nf.round, n.address
             having count(*) > 1 or count(*) filter (where nf.superseded_at is null) > 1`,
            ),
          ).toEqual([]);
          // What counts as delivered was accepted, and did not come back.
          const delivered = await query<{ state: string; back: Date | null }>(
            `select v.state, v.bounced_at as back
             from findings f
             left join notification_findings nf on nf.finding_id = f.id and nf.episode = f.episode and nf.round = f.round
                                               and nf.role = 'primary' and nf.superseded_at is null
             left join deliveries v on v.notification_id = nf.notification_id
            where f.disposition = 1`,
          );
          for (const one of delivered) expect(one).toEqual({ state: "accepted", back: null });
          const ids = house.server.kept.map(({ messageId }) => messageId);
          expect(ids.length).toBe(new Set(ids).size);
        },
      )
      .beforeEach(() => house.empty()),
    { ...databasePropertySettings, numRuns: 15 },
  );
});
