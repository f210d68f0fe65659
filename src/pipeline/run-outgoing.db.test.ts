import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { operator } from "../../test/makers/actors.ts";
import { type Mailbox, makeMailboxes } from "../../test/makers/mailboxes.ts";
import { Killed, useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { PlainWorld } from "../../test/properties/make-world.ts";
import { databasePropertySettings } from "../../test/properties/settings.ts";
import { approveVolume } from "../actions/approve-volume.ts";
import { holdFinder } from "../actions/hold-finder.ts";
import { holdReport } from "../actions/hold-report.ts";
import { liftFinderHold } from "../actions/lift-finder-hold.ts";
import { listRecipients } from "../actions/list-recipients.ts";
import { notify } from "../actions/notify.ts";
import { releaseReport } from "../actions/release-report.ts";
import { resumeLane } from "../actions/resume-lane.ts";
import { settleDelivery } from "../actions/settle-delivery.ts";
import type { DeliveryId, FinderId } from "../domain/ids.ts";
import { listOpenBrakes } from "../store/volume-brakes.ts";
import { type OutboxStep, outboxSteps } from "./material/outgoing.ts";

const house = useOutgoingHouse();

const world: PlainWorld = {
  organisations: {
    uni: { claims: ["192.0.2.0/24", "uni.example"] },
    region: { serves: ["192.0.2.0/24", "198.51.100.0/24"] },
    net: {
      claims: [
        { of: "192.0.2.0/24", use: "operate" },
        { of: "198.51.100.0/24", use: "operate" },
        { of: "203.0.113.0/24", use: "operate" },
      ],
    },
  },
};

function list(type: string, ...addresses: readonly string[]): string {
  const rows = addresses.map((ip) => `${ip},443,2026-07-01T08:00:00Z,${type}`);
  return ["ip,port,timestamp,type", ...rows].join("\n");
}

const block = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}.${i + 1}`);
const addressOf = (id: string): string => `findings@${id}.example`;
const mailboxes = (): Map<string, Mailbox[]> => makeMailboxes(house.server.kept);
const rowsOf = (id: string): string[] =>
  (mailboxes().get(addressOf(id)) ?? []).flatMap(({ rows }) => rows);
const refuse = (id: string, code: number, text: string, at: "rcpt" | "data" = "rcpt"): void =>
  house.server.behave(addressOf(id), { kind: "reply", at, code, text });

async function query<Row>(text: string): Promise<Row[]> {
  return (await house.context.sql.query<Row>(text)).rows;
}

/** Invariant 2 as the database sees it, and that nobody got a mail twice. */
async function expectNothingTwice(): Promise<void> {
  const twice = await query(
    `select from notification_findings where role = 'primary' and superseded_at is null
      group by finding_id, episode, round having count(*) > 1`,
  );
  expect(twice).toEqual([]);
  const ids = house.server.kept.map(({ messageId }) => messageId);
  expect(new Set(ids).size).toBe(ids.length);
}

describe("runOutgoing", () => {
  it("tells each recipient of its own rows, once", async () => {
    await house.loadWorld(world);
    await house.submit({ csv: list("ssl-freak", "192.0.2.1", "192.0.2.2", "198.51.100.7") });
    const { notified, delivered } = await house.run();
    expect(notified).toMatchObject({ notifications: 2, rows: 3, braked: 0 });
    expect(delivered).toMatchObject({ accepted: 2 });
    expect(rowsOf("uni")).toEqual(["192.0.2.1", "192.0.2.2"]);
    expect(rowsOf("region")).toEqual(["198.51.100.7"]);
    expect(await house.dispositions()).toEqual({ delivered: 3 });
    expect(await query("select distinct state from findings")).toEqual([{ state: 1 }]);
    expect((await house.run()).notified.notifications).toBe(0);
    await expectNothingTwice();
  });

  it("waits for the end of a finder's embargo, and not when another finder has none", async () => {
    const policy = { embargoMs: 7 * 86_400_000 };
    await house.loadWorld({ ...world, finders: { finder: [policy], free: [] } });
    await house.submit({ csv: list("ssl-freak", "192.0.2.1", "192.0.2.2") });
    await house.submit({ csv: list("ssl-freak", "192.0.2.2"), finder: "free" });
    await house.run();
    expect(rowsOf("uni")).toEqual(["192.0.2.2"]);
    expect(await house.dispositions()).toEqual({ pending: 1, delivered: 1 });
    house.setTime("2026-07-08T07:59:00Z");
    await house.run();
    expect(rowsOf("uni")).toEqual(["192.0.2.2"]);
    house.setTime("2026-07-08T08:00:00Z");
    await house.run();
    expect(rowsOf("uni")).toEqual(["192.0.2.2", "192.0.2.1"]);
    await expectNothingTwice();
  });

  it("groups by round, lane and case, and keeps a case in one thread", async () => {
    await house.loadWorld(world);
    await house.submit({ csv: list("ssl-freak", "192.0.2.1"), caseName: "DIVD-2026-00001" });
    await house.submit({ csv: list("cve-2021-26855", "192.0.2.1"), caseName: "DIVD-2026-00001" });
    await house.submit({ csv: list("open-rdp", "192.0.2.1", "192.0.2.2") });
    await house.run();
    const sent = await query<{ lane: string; case_name: string | null; row_count: number }>(
      "select lane, case_name, row_count from notifications order by lane, row_count",
    );
    expect(sent.map(({ lane, case_name, row_count }) => [lane, case_name, row_count])).toEqual([
      ["day", null, 2],
      ["now", "DIVD-2026-00001", 1],
      ["week", "DIVD-2026-00001", 1],
    ]);
    await house.submit({
      csv: list("ssl-freak", "192.0.2.9"),
      finder: "other",
      caseName: "DIVD-2026-00001",
    });
    house.later(60);
    await house.run();
    const [later] = house.server.kept.slice(-1);
    const first = await query<{ message_id: string }>(
      "select message_id from notifications where case_name is not null order by composed_at, id limit 1",
    );
    expect(later?.bytes.toString()).toContain(`References: ${first[0]?.message_id}`);
  });

  it("tries later what was deferred, with the same bytes", async () => {
    await house.loadWorld(world);
    await house.submit({ csv: list("ssl-freak", "192.0.2.1") });
    refuse("uni", 451, "4.7.1 Greylisted");
    expect((await house.run()).delivered).toMatchObject({ retry: 1, accepted: 0 });
    expect((await house.run()).delivered).toMatchObject({ retry: 0, accepted: 0 });
    house.server.forget();
    house.later(7);
    expect((await house.run()).delivered).toMatchObject({ accepted: 1 });
    const [attempts] = await query<{ outcomes: string[]; sha256: Buffer }>(
      `select array_agg(a.outcome order by a.attempt) as outcomes, n.sha256
         from delivery_attempts a join deliveries v on v.id = a.delivery_id join notifications n on n.id = v.notification_id
        group by n.sha256`,
    );
    expect(attempts?.outcomes).toEqual(["retry", "accepted"]);
    await expectNothingTwice();
  });

  it("asks the next rung at once when an address is dead, for all that waits for it", async () => {
    await house.loadWorld(world);
    refuse("uni", 550, "5.1.1 No such user");
    await house.submit({ csv: list("ssl-freak", "192.0.2.1") });
    await house.submit({ csv: list("open-rdp", "192.0.2.2") });
    await house.run();
    expect(rowsOf("region").toSorted()).toEqual(["192.0.2.1", "192.0.2.2"]);
    expect(await house.dispositions()).toEqual({ delivered: 2 });
    expect(await query("select address, state from present_address_states")).toEqual([
      { address: addressOf("uni"), state: "dead" },
    ]);
    await house.submit({ csv: list("ssl-freak", "192.0.2.3"), finder: "other" });
    await house.run();
    expect(rowsOf("region")).toContain("192.0.2.3");
    await expectNothingTwice();
  });

  it("records as undeliverable what nobody on the ladder takes", async () => {
    await house.loadWorld(world);
    for (const id of ["uni", "region", "net"]) refuse(id, 550, "5.2.1 Mailbox disabled");
    await house.submit({ csv: list("ssl-freak", "192.0.2.1") });
    await house.run();
    expect(await house.dispositions()).toEqual({ undeliverable: 1 });
    const evidence = await query<{ rung: string; enhanced_code: string }>(
      `select n.rung, a.enhanced_code from delivery_attempts a join deliveries v on v.id = a.delivery_id
         join notifications n on n.id = v.notification_id order by a.started_at, n.id`,
    );
    expect(evidence.map(({ rung }) => rung)).toEqual(["owner", "constituency", "network-operator"]);
    expect(evidence.every(({ enhanced_code: code }) => code === "5.2.1")).toBe(true);
  });

  it("asks the next rung when 72 hours of trying are over", async () => {
    await house.loadWorld(world);
    refuse("uni", 450, "4.2.1 Busy");
    await house.submit({ csv: list("ssl-freak", "192.0.2.1") });
    for (let hours = 0; hours <= 84; hours += 6) {
      await house.run();
      house.later(6 * 60);
    }
    expect(rowsOf("region")).toEqual(["192.0.2.1"]);
    const [row] = await query<{ superseded_because: string }>(
      "select superseded_because from notification_findings where superseded_at is not null",
    );
    expect(row?.superseded_because).toBe("retries-exhausted");
  });

  it("stops the lane when our own mail is not trusted, and loses nothing", async () => {
    await house.loadWorld(world);
    refuse("uni", 550, "5.7.26 Not authenticated", "data");
    await house.submit({ csv: list("ssl-freak", "192.0.2.1", "198.51.100.1") });
    const first = await notify({ context: house.context, input: { actor: operator } });
    expect(first.delivered).toMatchObject({ authentication: 1 });
    expect(first.outbox.stoppedLanes).toEqual(["week"]);
    house.server.forget();
    house.later(60);
    const stopped = await house.run();
    expect(stopped.delivered.accepted).toBe(0);
    await resumeLane({ context: house.context, input: { lane: "week", actor: operator } });
    await house.run();
    expect(await house.dispositions()).toEqual({ delivered: 2 });
    await expectNothingTwice();
  });
});

describe("a connection lost after the final dot", () => {
  it("is never followed by a second mail by itself", async () => {
    await house.loadWorld(world);
    house.server.behave(addressOf("uni"), { kind: "drop", at: "dot", kept: true });
    await house.submit({ csv: list("ssl-freak", "192.0.2.1") });
    expect((await house.run()).delivered).toMatchObject({ unknown: 1 });
    house.server.forget();
    for (let day = 0; day < 5; day++) {
      house.later(24 * 60);
      await house.run();
    }
    expect(house.server.kept).toHaveLength(1);
    expect(await house.dispositions()).toEqual({ pending: 1 });
  });

  it.each([
    [true, 1],
    [false, 2],
  ])(
    "ends as a person finds out (arrived: %s), with the same Message-ID",
    async (arrived, mails) => {
      await house.loadWorld(world);
      house.server.behave(addressOf("uni"), { kind: "drop", at: "dot", kept: true });
      await house.submit({ csv: list("ssl-freak", "192.0.2.1") });
      await house.run();
      house.server.forget();
      const [delivery] = await query<{ id: DeliveryId }>("select id from deliveries");
      await settleDelivery({
        context: house.context,
        input: { delivery: delivery?.id as DeliveryId, arrived, actor: operator },
      });
      await house.run();
      expect(house.server.kept.map(({ messageId }) => messageId)).toHaveLength(mails);
      expect(new Set(house.server.kept.map(({ messageId }) => messageId)).size).toBe(1);
      expect(await house.dispositions()).toEqual({ delivered: 1 });
      await expect(
        settleDelivery({
          context: house.context,
          input: { delivery: delivery?.id as DeliveryId, arrived, actor: operator },
        }),
      ).rejects.toMatchObject({ code: "conflict" });
    },
  );
});

describe("a process that dies", () => {
  it.each(outboxSteps.flatMap((step) => [1, 2].map((time) => [step, time] as const)))(
    "at step %s, the %i. time, leaves one primary and at most one mail each",
    async (step: OutboxStep, time) => {
      await house.loadWorld(world);
      // A server that can be asked what it has taken, as the sink can.
      house.askServer(true);
      refuse("region", 550, "5.1.1 No such user");
      await house.submit({ csv: list("ssl-freak", "192.0.2.1", "198.51.100.1", "203.0.113.1") });
      house.dieAt(step, time);
      await expect(house.run()).rejects.toThrow(Killed);
      house.dieAt(null);
      for (let hour = 0; hour < 3; hour++) {
        house.later(60);
        await house.run();
      }
      expect(await house.dispositions()).toEqual({ delivered: 3 });
      expect(rowsOf("uni")).toEqual(["192.0.2.1"]);
      expect(rowsOf("net").toSorted()).toEqual(["198.51.100.1", "203.0.113.1"]);
      await expectNothingTwice();
    },
  );

  it("does no harm at random points, one after another", async () => {
    const death = fc.record({
      step: fc.constantFrom(...outboxSteps),
      time: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc
        .asyncProperty(fc.array(death, { maxLength: 4 }), async (deaths) => {
          await house.loadWorld(world);
          house.askServer(true);
          refuse("region", 550, "5.1.1 No such user");
          house.server.behave(addressOf("net"), { kind: "drop", at: "dot", kept: true });
          await house.submit({
            csv: list("ssl-freak", "192.0.2.1", "198.51.100.1", "198.51.100.2", "203.0.113.1"),
          });
          for (const { step, time } of deaths) {
            house.dieAt(step, time);
            await house.run().catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
            house.later(30);
          }
          house.dieAt(null);
          for (let hour = 0; hour < 4; hour++) {
            house.later(60);
            await house.run();
          }
          expect(await house.dispositions()).toEqual({ delivered: 4 });
          expect(rowsOf("net").toSorted()).toEqual(["198.51.100.1", "198.51.100.2", "203.0.113.1"]);
          await expectNothingTwice();
        })
        .beforeEach(() => house.empty()),
      { ...databasePropertySettings, numRuns: 15 },
    );
  });

  it("is no different from another that works at the same time", async () => {
    await house.loadWorld(world);
    await house.submit({
      csv: list("ssl-freak", ...block("192.0.2", 5), ...block("198.51.100", 5)),
    });
    await house.submit({ csv: list("open-rdp", ...block("192.0.2", 5), ...block("203.0.113", 5)) });
    const runs = await Promise.all([house.run(), house.run(), house.run()]);
    const accepted = runs.reduce((sum, { delivered }) => sum + delivered.accepted, 0);
    expect(accepted).toBe(house.server.kept.length);
    expect(await house.dispositions()).toEqual({ delivered: 20 });
    await expectNothingTwice();
  });
});

describe("the volume brake", () => {
  it("lets fifty rows through and holds fifty-one until a person has looked, once", async () => {
    await house.loadWorld(world);
    const report = await house.submit({
      csv: list("ssl-freak", ...block("192.0.2", 50), ...block("198.51.100", 51)),
    });
    expect((await house.run()).notified).toMatchObject({ notifications: 1, rows: 50, braked: 1 });
    expect(await house.dispositions()).toEqual({ delivered: 50, heldForPerson: 51 });
    const brakes = await listOpenBrakes(house.context.sql);
    expect(brakes).toMatchObject([
      { address: addressOf("region"), round: 1, rows: 51, limitRows: 50 },
    ]);
    expect((await house.run()).notified.braked).toBe(0);
    const approved = await approveVolume({
      context: house.context,
      input: { brakes: brakes.map(({ id }) => id), actor: operator },
    });
    expect(approved).toHaveLength(1);
    await house.run();
    expect(await house.dispositions()).toEqual({ delivered: 101 });
    // The rest of the crisis day needs no second click.
    await house.submit({ csv: list("open-rdp", ...block("198.51.100", 60)), finder: "other" });
    await house.run();
    expect(await house.dispositions()).toEqual({ delivered: 161 });
    expect(report.accepted).toBe(101);
  });

  it("goes by what a recipient is used to", async () => {
    await house.loadWorld(world);
    await house.submit({ csv: list("ssl-freak", ...block("192.0.2", 30)) });
    await house.run();
    house.setTime("2026-07-10T09:00:00Z");
    await house.submit({ csv: list("open-rdp", ...block("192.0.2", 200)) });
    expect((await house.run()).notified).toMatchObject({ rows: 200, braked: 0 });
  });

  it("keeps what comes meanwhile for the same recipient together", async () => {
    await house.loadWorld(world);
    await house.submit({ csv: list("ssl-freak", ...block("198.51.100", 51)) });
    await house.run();
    await house.submit({ csv: list("open-rdp", "198.51.100.9"), finder: "other" });
    await house.run();
    expect(house.server.kept).toEqual([]);
    expect(await listOpenBrakes(house.context.sql)).toMatchObject([{ rows: 52 }]);
    await approveVolume({
      context: house.context,
      input: { brakes: "all", actor: operator },
    });
    await house.run();
    expect(
      (mailboxes().get(addressOf("region")) ?? []).flatMap(({ records }) => records),
    ).toHaveLength(52);
  });
});

describe("the kill switches", () => {
  it("stop a report that is composed and not sent, and nothing else", async () => {
    await house.loadWorld(world);
    const wrong = await house.submit({ csv: list("ssl-freak", "192.0.2.1"), finder: "wrong" });
    await house.submit({ csv: list("ssl-freak", "192.0.2.2"), finder: "right" });
    house.dieAt("kept");
    await expect(house.run()).rejects.toThrow(Killed);
    house.dieAt(null);
    const input = { report: wrong.report, reason: "wrong list", actor: operator };
    expect(await holdReport({ context: house.context, input })).toEqual({
      held: true,
      withdrawn: 1,
    });
    await house.run();
    expect(rowsOf("uni")).toEqual(["192.0.2.2"]);
    expect(await house.dispositions()).toEqual({ pending: 1, delivered: 1 });
    await releaseReport({
      context: house.context,
      input: { report: wrong.report, actor: operator },
    });
    await house.run();
    expect(rowsOf("uni").toSorted()).toEqual(["192.0.2.1", "192.0.2.2"]);
    await expectNothingTwice();
  });

  it("stop what waits for another attempt", async () => {
    await house.loadWorld(world);
    const report = await house.submit({ csv: list("ssl-freak", "192.0.2.1") });
    refuse("uni", 451, "4.3.0 Later");
    await house.run();
    expect(
      await holdReport({
        context: house.context,
        input: { report: report.report, reason: "wrong", actor: operator },
      }),
    ).toMatchObject({ withdrawn: 1 });
    house.server.forget();
    house.later(600);
    await house.run();
    expect(house.server.kept).toEqual([]);
  });

  it("stop a finder until they are taken back", async () => {
    await house.loadWorld(world);
    const finder = "careless" as FinderId;
    await holdFinder({
      context: house.context,
      input: { finder, reason: "too many false positives", actor: operator },
    });
    await house.submit({ csv: list("ssl-freak", "192.0.2.1"), finder });
    await house.run();
    expect(house.server.kept).toEqual([]);
    expect(
      await liftFinderHold({ context: house.context, input: { finder, actor: operator } }),
    ).toBe(true);
    await house.run();
    expect(rowsOf("uni")).toEqual(["192.0.2.1"]);
  });

  it("keep a report of a finder that is not trusted until a person releases it", async () => {
    await house.loadWorld(world);
    const report = await house.submit({ csv: list("ssl-freak", "192.0.2.1"), release: false });
    await house.run();
    expect(house.server.kept).toEqual([]);
    expect(await house.dispositions()).toEqual({ heldForPerson: 1 });
    await releaseReport({
      context: house.context,
      input: { report: report.report, actor: operator },
    });
    await house.run();
    expect(rowsOf("uni")).toEqual(["192.0.2.1"]);
  });
});

describe("before sending", () => {
  it("the world of now decides, also about what waits for another attempt", async () => {
    await house.loadWorld(world);
    await house.submit({ csv: list("ssl-freak", "192.0.2.1") });
    refuse("uni", 451, "4.3.0 Later");
    await house.run();
    const { uni, ...others } = world.organisations ?? {};
    await house.loadWorld({ organisations: others });
    house.server.forget();
    house.later(10);
    expect((await house.run()).notified).toMatchObject({ withdrawn: 1, notifications: 1 });
    expect(rowsOf("uni")).toEqual([]);
    expect(rowsOf("region")).toEqual(["192.0.2.1"]);
    expect(uni).toBeDefined();
  });
});

describe("digests of events", () => {
  const seen = (...times: readonly string[]): string =>
    [
      "ip,src_port,infection,timestamp,type",
      ...times.map((time, i) => `203.0.113.5,${4000 + i},necurs,${time},sinkhole`),
    ].join("\n");

  it("give a network's desk every observation, with time, source port and malware", async () => {
    await house.loadWorld(world);
    await house.submit({
      csv: seen("2026-07-01T01:00:00Z", "2026-07-01T02:00:00Z", "2026-07-01T03:00:00Z"),
    });
    await house.run();
    expect(mailboxes().get(addressOf("net"))?.[0]?.records).toMatchObject([
      {
        address: "203.0.113.5",
        observed_at: "2026-07-01T01:00:00Z",
        source_port: "4000",
        malware: "necurs",
      },
      { observed_at: "2026-07-01T02:00:00Z", source_port: "4001" },
      { observed_at: "2026-07-01T03:00:00Z", source_port: "4002" },
    ]);
    await house.submit({ csv: seen("2026-07-01T05:00:00Z"), finder: "other" });
    await house.run();
    const digest = mailboxes().get(addressOf("net"))?.[1];
    expect(digest?.records).toMatchObject([
      { observed_at: "2026-07-01T05:00:00Z", source_port: "4000" },
    ]);
    expect(await query("select role from notifications order by id")).toEqual([
      { role: "primary" },
      { role: "digest" },
    ]);
    expect((await house.run()).notified.notifications).toBe(0);
    await expectNothingTwice();
  });

  it("do not go to owners, who see a finding once", async () => {
    await house.loadWorld(world);
    const csv = seen("2026-07-01T01:00:00Z", "2026-07-01T02:00:00Z").replaceAll(
      "203.0.113.5",
      "192.0.2.5",
    );
    await house.submit({ csv });
    await house.run();
    expect(rowsOf("uni")).toEqual(["192.0.2.5"]);
    expect(await query("select from owed_observations")).toEqual([]);
  });

  it("go to whoever is asked next when the desk's address is dead", async () => {
    await house.loadWorld(world);
    refuse("net", 550, "5.1.1 No such user");
    await house.submit({ csv: seen("2026-07-01T01:00:00Z", "2026-07-01T02:00:00Z") });
    await house.run();
    expect(await house.dispositions()).toEqual({ undeliverable: 1 });
    await house.run();
    expect(await query("select from owed_observations")).toEqual([]);
  });
});

describe("parties with a right to know", () => {
  it("hear of it when the primary was accepted, at tier 0", async () => {
    await house.loadWorld({
      organisations: {
        uni: {
          claims: ["192.0.2.0/24"],
          memberOf: [{ of: "cert", informed: true }],
          path: "direct",
        },
        cert: { serves: ["192.0.2.0/24"] },
      },
    });
    refuse("uni", 451, "4.3.0 Later");
    await house.submit({ csv: list("ssl-freak", "192.0.2.1", "192.0.2.2") });
    await house.run();
    expect(house.server.kept).toEqual([]);
    house.server.forget();
    house.later(10);
    await house.run();
    expect(rowsOf("cert")).toEqual(["192.0.2.1", "192.0.2.2"]);
    expect(mailboxes().get(addressOf("cert"))?.[0]?.records[0]).toMatchObject({
      port: "",
      type: "",
      title: "",
    });
    expect(await query("select from informed_due")).toEqual([]);
    expect((await house.run()).notified.notifications).toBe(0);
  });
});

describe("who got what of a report", () => {
  it("is answered row by row, also for what never arrived", async () => {
    await house.loadWorld(world);
    refuse("uni", 550, "5.1.1 No such user");
    const report = await house.submit({ csv: list("ssl-freak", "192.0.2.1", "198.51.100.1") });
    await house.submit({ csv: list("open-rdp", "198.51.100.2"), finder: "other" });
    await house.run();
    const rows = [];
    for await (const row of listRecipients({
      context: house.context,
      input: { report: report.report, actor: operator },
    }))
      rows.push(row);
    expect(
      rows.map(({ address, objectAddress, state }) => [address, objectAddress, state]),
    ).toEqual([
      [addressOf("region"), "198.51.100.1", "accepted"],
      [addressOf("region"), "192.0.2.1", "accepted"],
      [addressOf("uni"), "192.0.2.1", "failed"],
    ]);
  });
});

describe("need to know", () => {
  it("holds for every mail: rows of its recipient and no other", async () => {
    const object = fc.tuple(
      fc.constantFrom("192.0.2", "198.51.100", "203.0.113"),
      fc.integer({ min: 1, max: 30 }),
    );
    const type = fc.constantFrom("ssl-freak", "open-rdp", "cve-2021-26855");
    await fc.assert(
      fc
        .asyncProperty(
          fc.array(fc.tuple(object, type), { minLength: 1, maxLength: 40 }),
          async (rows) => {
            await house.loadWorld(world);
            const lines = rows.map(
              ([[prefix, host], type]) => `${prefix}.${host},443,2026-07-01T08:00:00Z,${type}`,
            );
            await house.submit({ csv: ["ip,port,timestamp,type", ...lines].join("\n") });
            await house.run();
            const allowed: Record<string, RegExp> = {
              uni: /^192\.0\.2\./,
              region: /^198\.51\.100\./,
              net: /^203\.0\.113\./,
            };
            for (const [id, pattern] of Object.entries(allowed))
              for (const row of rowsOf(id)) expect(row).toMatch(pattern);
            const findings = new Set(lines);
            expect([...mailboxes().values()].flat().flatMap(({ rows }) => rows)).toHaveLength(
              findings.size,
            );
            await expectNothingTwice();
          },
        )
        .beforeEach(() => house.empty()),
      { ...databasePropertySettings, numRuns: 15 },
    );
  });
});
