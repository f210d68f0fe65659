import fc from "fast-check";
import { expect, test } from "vitest";
import { approveVolume } from "../../src/actions/approve-volume.ts";
import { holdReport } from "../../src/actions/hold-report.ts";
import { releaseReport } from "../../src/actions/release-report.ts";
import type { OrganisationId, ReportId } from "../../src/domain/ids.ts";
import { outboxSteps } from "../../src/pipeline/material/outgoing.ts";
import { operator } from "../makers/actors.ts";
import type { Behaviour } from "../makers/mail-server.ts";
import { makeMailboxes } from "../makers/mailboxes.ts";
import { Killed, useOutgoingHouse } from "../makers/outgoing-house.ts";
import type { PlainWorld } from "./make-world.ts";
import { databasePropertySettings } from "./settings.ts";
import { listToldRounds } from "./told-rounds.ts";

const house = useOutgoingHouse();

const worlds: readonly PlainWorld[] = [
  {
    organisations: {
      uni: { claims: ["192.0.2.0/25"] },
      firm: { claims: ["192.0.2.128/25"], memberOf: ["cert"], path: "cert" as OrganisationId },
      cert: {},
      region: { serves: ["192.0.2.0/24"] },
      net: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
    },
  },
  {
    organisations: {
      firm: { claims: ["192.0.2.0/24"] },
      net: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
    },
  },
];
const ids = ["uni", "firm", "cert", "region", "net"];

const behaviours: readonly Behaviour[] = [
  { kind: "accept" },
  { kind: "reply", at: "rcpt", code: 450, text: "4.2.1 Busy" },
  { kind: "reply", at: "rcpt", code: 550, text: "5.1.1 No such user" },
  { kind: "reply", at: "data", code: 554, text: "5.7.1 Spam" },
  { kind: "drop", at: "dot", kept: true },
  { kind: "drop", at: "dot" },
  { kind: "drop", at: "rcpt" },
];

const row = fc.record({
  host: fc.integer({ min: 1, max: 254 }),
  type: fc.constantFrom("ssl-freak", "open-rdp", "cve-2021-26855"),
});

const submit = fc.record({
  kind: fc.constant("submit" as const),
  finder: fc.constantFrom("first", "second"),
  rows: fc.array(row, { minLength: 1, maxLength: 20 }),
  release: fc.boolean(),
});
const step = fc.oneof(
  { arbitrary: submit, weight: 3 },
  { arbitrary: fc.record({ kind: fc.constant("run" as const) }), weight: 2 },
  {
    arbitrary: fc.record({
      kind: fc.constant("die" as const),
      at: fc.constantFrom(...outboxSteps),
      time: fc.integer({ min: 1, max: 3 }),
    }),
    weight: 4,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant("behave" as const),
      id: fc.constantFrom(...ids),
      behaviour: fc.constantFrom(...behaviours),
    }),
    weight: 4,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      minutes: fc.integer({ min: 1, max: 600 }),
    }),
    weight: 2,
  },
  fc.record({ kind: fc.constant("world" as const), number: fc.constantFrom(0, 1) }),
  fc.record({ kind: fc.constant("hold" as const), number: fc.nat(5) }),
  fc.record({ kind: fc.constant("release" as const), number: fc.nat(5) }),
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function take(step: Step, reports: ReportId[]): Promise<void> {
  const { context } = house;
  const report = "number" in step ? reports[step.number % Math.max(reports.length, 1)] : undefined;
  switch (step.kind) {
    case "submit": {
      const lines = step.rows.map(
        ({ host, type }) => `192.0.2.${host},443,2026-07-01T08:00:00Z,${type}`,
      );
      const csv = ["ip,port,timestamp,type", ...lines].join("\n");
      reports.push(
        (await house.submit({ csv, finder: step.finder, release: step.release })).report,
      );
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
      return;
    case "world":
      await house.loadWorld(worlds[step.number] ?? {});
      return;
    case "hold":
      if (report !== undefined)
        await holdReport({ context, input: { report, reason: "test", actor: operator } });
      return;
    case "release":
      if (report !== undefined)
        await releaseReport({ context, input: { report, actor: operator } });
      return;
    case "wait":
      house.later(step.minutes);
  }
}

test("invariant 2: one primary for each finding and round, whatever happens; invariant 1: and all are told", async () => {
  await fc.assert(
    fc
      .asyncProperty(
        fc.tuple(submit, fc.array(step, { minLength: 4, maxLength: 16, size: "max" })),
        async ([first, steps]) => {
          house.askServer(true);
          await house.loadWorld(worlds[0] ?? {});
          const reports: ReportId[] = [];
          for (const one of [{ ...first, release: true }, ...steps]) await take(one, reports);

          // Everything gets well again, and everybody lets go.
          house.server.forget();
          for (const report of reports) {
            await releaseReport({
              context: house.context,
              input: { report, actor: operator },
            });
          }
          for (let day = 0; day < 5; day++) {
            await approveVolume({
              context: house.context,
              input: { brakes: "all", actor: operator },
            });
            await house.run();
            house.later(24 * 60);
          }

          const { pending = 0, ...settled } = await house.dispositions();
          expect(pending).toBe(0);
          // What is neither delivered nor at the end of its ladder fell to nobody by a decision, and is on record.
          for (const disposition of Object.keys(settled)) {
            expect(["delivered", "undeliverable", "heldForPerson"]).toContain(disposition);
          }
          const objects = [...makeMailboxes(house.server.kept).values()]
            .flat()
            .flatMap(({ records }) => records.map(({ address, type }) => `${address} ${type}`));
          const rounds = await listToldRounds(house.context.sql);
          expect(objects.length).toBe(rounds.flat().length);
          expect(rounds.length).toBeGreaterThanOrEqual(settled.delivered ?? 0);
          // A change of the world makes a round for somebody else; without one there is one round.
          for (const told of rounds) {
            told.forEach(({ party }, i) => {
              expect(party).not.toBe(told[i + 1]?.party);
            });
          }
          if (!steps.some(({ kind }) => kind === "world")) {
            // But for those that an intermediary did not hold: they went on to the next rung.
            const passedBy = rounds.flat().filter(({ stands }) => !stands).length;
            if (passedBy === 0) expect(objects.length).toBe(new Set(objects).size);
            expect(objects.length - passedBy).toBe(settled.delivered ?? 0);
          }
          const ids = house.server.kept.map(({ messageId }) => messageId);
          expect(ids.length).toBe(new Set(ids).size);
        },
      )
      .beforeEach(() => house.empty()),
    { ...databasePropertySettings, numRuns: 30 },
  );
});
