import { describe, expect, it } from "vitest";
import { makeMailboxes } from "../../test/makers/mailboxes.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { PlainWorld } from "../../test/properties/make-world.ts";
import { laneOf, lanes } from "../domain/finding/lane.ts";
import { severities } from "../domain/finding/severity.ts";
import { plainContact } from "../domain/world/world.ts";
import { laneOfFinding } from "../store/due-lanes.ts";
import { runOutgoing } from "./run-outgoing.ts";

const house = useOutgoingHouse();

const world: PlainWorld = {
  organisations: { uni: { claims: ["192.0.2.0/24"] }, shop: { claims: ["198.51.100.0/24"] } },
};

/** Types of the three lanes. */
const now = "c2-server";
const day = "cryptominer";
const week = "anonymous-ftp";

function list(type: string, ...addresses: readonly string[]): string {
  const rows = addresses.map((ip) => `${ip},443,2026-06-20T08:00:00Z,${type}`);
  return ["ip,port,timestamp,type", ...rows].join("\n");
}

const rowsOf = (id: string): (readonly string[])[] =>
  (makeMailboxes(house.server.kept).get(`findings@${id}.example`) ?? []).map(({ rows }) => rows);
const submit = (type: string, ...addresses: string[]) =>
  house.submit({ csv: list(type, ...addresses) });

/** What uni has got when the clock is at these instants. */
async function countAt(instants: readonly string[]): Promise<number[]> {
  const counts: number[] = [];
  for (const instant of instants) {
    house.setTime(instant);
    await house.run();
    counts.push(rowsOf("uni").length);
  }
  return counts;
}

describe("the lane now", () => {
  it("makes one mail of what keeps coming for a recipient", async () => {
    house.keepHours({});
    await house.loadWorld(world);
    for (let i = 1; i <= 3; i++) {
      await submit(now, `192.0.2.${i}`);
      house.later(0.5);
      await house.run();
    }
    // The first goes at once: nobody knows yet that more comes.
    expect(rowsOf("uni")).toEqual([["192.0.2.1"]]);
    house.later(0.5);
    await house.run();
    expect(rowsOf("uni")).toEqual([["192.0.2.1"], ["192.0.2.2", "192.0.2.3"]]);
  });

  it("is postponed by no stream for more than five minutes, nor by what comes for others", async () => {
    house.keepHours({});
    await house.loadWorld(world);
    await submit(now, "198.51.100.1");
    const mailed: number[] = [];
    for (let half = 1; half <= 22; half++) {
      await submit(now, `192.0.2.${half}`);
      house.later(0.5);
      await house.run();
      mailed.push(rowsOf("uni").flat().length);
      expect(rowsOf("shop").length).toBe(1);
    }
    expect(mailed.slice(8, 12)).toEqual([1, 1, 11, 11]);
    expect(mailed.at(-1)).toBe(21);
  });

  it("goes on a holiday, at night", async () => {
    house.keepHours({ holidays: [{ date: "2026-07-01", name: "Holiday" }] });
    await house.loadWorld(world);
    house.setTime("2026-07-01T01:00:00Z");
    await submit(now, "192.0.2.1");
    expect(await countAt(["2026-07-01T01:01:00Z"])).toEqual([1]);
  });

  it("is how the database and the domain read the same finding", async () => {
    const { rows } = await house.context.sql.query<{
      lane: number;
      severity: number;
      type: number;
    }>(
      `select f.severity, f.type_id as type, ${laneOfFinding} as lane
         from (select s as severity, t as type_id from generate_series(0, 4) s, generate_series(1, 2) t) f`,
      [JSON.stringify({ exploited: [2] })],
    );
    expect(rows).toHaveLength(2 * severities.length);
    for (const { severity, type, lane } of rows) {
      expect(lanes[lane]).toBe(laneOf(severities[severity] ?? "info", type === 2));
    }
  });
});

describe("the lanes day and week", () => {
  it("wait for their digest, on a business day and in the time zone of the house", async () => {
    house.keepHours({ holidays: [{ date: "2026-07-02", name: "Holiday" }] });
    await house.loadWorld(world);
    // A Wednesday, after the hour of the digest.
    await submit(day, "192.0.2.1");
    await submit(week, "192.0.2.2");
    const none = ["2026-07-01T15:00:00Z", "2026-07-02T08:00:00Z", "2026-07-03T06:59:59Z"];
    expect(await countAt(none)).toEqual([0, 0, 0]);
    expect(await countAt(["2026-07-03T07:00:00Z", "2026-07-06T09:00:00Z"])).toEqual([1, 1]);
    expect(await countAt(["2026-07-07T06:59:00Z", "2026-07-07T07:00:00Z"])).toEqual([1, 2]);
    expect(rowsOf("uni")).toEqual([["192.0.2.1"], ["192.0.2.2"]]);
  });

  it("put together what came since the last digest, and leave what comes after its hour", async () => {
    house.keepHours({});
    await house.loadWorld(world);
    await submit(day, "192.0.2.1");
    house.later(60);
    await submit(day, "192.0.2.2");
    house.setTime("2026-07-02T07:00:30Z");
    await submit(day, "192.0.2.3");
    expect(await countAt(["2026-07-02T07:01:00Z", "2026-07-03T07:01:00Z"])).toEqual([1, 2]);
    expect(rowsOf("uni")).toEqual([["192.0.2.1", "192.0.2.2"], ["192.0.2.3"]]);
  });

  it("never go out in quiet hours or after business hours: what was missed goes in the morning", async () => {
    house.keepHours({ quietHours: { from: 480, until: 540 } });
    await house.loadWorld(world);
    await submit(day, "192.0.2.1");
    const closed = ["2026-07-02T15:30:00Z", "2026-07-03T01:00:00Z", "2026-07-03T06:45:00Z"];
    expect(await countAt(closed)).toEqual([0, 0, 0]);
    expect(await countAt(["2026-07-03T07:00:00Z"])).toEqual([1]);
  });

  it("go to the next rung in the same hour when an address is dead", async () => {
    house.keepHours({});
    const organisations = { ...world.organisations, region: { serves: ["192.0.2.0/24"] } };
    await house.loadWorld({ organisations });
    const behaviour = { kind: "reply", at: "rcpt", code: 550, text: "5.1.1 unknown" } as const;
    house.server.behave("findings@uni.example", behaviour);
    await submit(day, "192.0.2.1");
    house.setTime("2026-07-02T07:00:00Z");
    await house.run();
    expect(rowsOf("region")).toEqual([["192.0.2.1"]]);
  });

  it("go to a recipient within its own hours", async () => {
    house.keepHours({});
    const hours = { from: 13 * 60, until: 15 * 60, timeZone: "Europe/Amsterdam" };
    const contact = { ...plainContact, role: "findings", email: "findings@uni.example", hours };
    const uni = { claims: ["192.0.2.0/24"], contacts: [contact] } as const;
    await house.loadWorld({ organisations: { ...world.organisations, uni } as never });
    await submit(day, "192.0.2.1", "198.51.100.1");
    expect(await countAt(["2026-07-02T07:00:00Z", "2026-07-02T11:00:00Z"])).toEqual([0, 1]);
    expect(rowsOf("shop")).toEqual([["198.51.100.1"]]);
  });

  it("go as a recipient wishes, but what goes now", async () => {
    house.keepHours({});
    const digests = { dayAt: 15 * 60, weekOn: null, daily: true };
    const contact = { ...plainContact, role: "findings", email: "findings@uni.example", digests };
    const uni = { claims: ["192.0.2.0/24"], contacts: [contact] } as const;
    await house.loadWorld({ organisations: { ...world.organisations, uni } as never });
    await submit(week, "192.0.2.1");
    await submit(day, "192.0.2.2");
    await submit(now, "192.0.2.3");
    expect(await countAt(["2026-07-01T09:01:00Z", "2026-07-01T12:59:00Z"])).toEqual([1, 1]);
    expect(await countAt(["2026-07-01T13:00:00Z"])).toEqual([3]);
  });

  it("give an intermediary its time on business days", async () => {
    house.keepHours({});
    const organisations = {
      uni: { claims: ["192.0.2.0/24"], memberOf: ["cert"], path: "cert" as const },
      cert: { roles: ["intermediary"] },
    };
    await house.loadWorld({ organisations } as never);
    await submit(day, "192.0.2.1");
    // A Friday: 24 hours end on Monday.
    house.setTime("2026-07-03T07:00:00Z");
    await house.run();
    const { rows } = await house.context.sql.query("select c.due_at from custodies c");
    expect(rows).toEqual([{ due_at: new Date("2026-07-06T07:00:00Z") }]);
  });

  it("go ahead of their time when somebody says so", async () => {
    house.keepHours({});
    await house.loadWorld(world);
    await submit(now, "192.0.2.1");
    await submit(day, "192.0.2.2");
    await submit(week, "192.0.2.3");
    expect((await house.run()).notified.notifications).toBe(1);
    const { notified } = await runOutgoing(house.context, { ahead: true });
    expect(notified).toMatchObject({ notifications: 2, rows: 2 });
    expect((await house.run()).notified.notifications).toBe(0);
  });

  it("tell who is to be informed as soon as the digest arrived", async () => {
    house.keepHours({});
    const uni = { claims: ["192.0.2.0/24"], memberOf: [{ of: "cert", informed: true }] };
    const organisations = { uni: { ...uni, path: "direct" as const }, cert: {} };
    await house.loadWorld({ organisations });
    await submit(day, "192.0.2.1");
    house.setTime("2026-07-02T07:00:00Z");
    await house.run();
    expect([rowsOf("uni"), rowsOf("cert")]).toEqual([[["192.0.2.1"]], [["192.0.2.1"]]]);
  });
});
