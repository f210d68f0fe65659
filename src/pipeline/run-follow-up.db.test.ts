import { beforeEach, describe, expect, it } from "vitest";
import { makeMailboxes } from "../../test/makers/mailboxes.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { mailboxOf, type PlainWorld } from "../../test/properties/make-world.ts";
import { type EpisodeState, episodeStates } from "../domain/finding/episode-state.ts";
import type { EpisodeEvent } from "../domain/finding/next-episode-state.ts";
import { plainContact } from "../domain/world/world.ts";
import { moveEpisodes } from "../store/episodes.ts";
import { pauseReminders } from "../store/follow-ups.ts";
import { runExpireFindings } from "./run-follow-up.ts";

const house = useOutgoingHouse();

const contact = (email: string) => ({
  role: "findings" as const,
  email: email as never,
  ...plainContact,
});

/** An owner with two addresses, an intermediary for its range, and the operator of the network. */
const world: PlainWorld = {
  organisations: {
    uni: {
      claims: ["192.0.2.0/24"],
      contacts: [contact("findings@uni.example"), contact("second@uni.example")],
    },
    region: { serves: ["192.0.2.0/24"] },
    net: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
  },
};

// Severities of the catalogue: critical, high, medium, low.
const critical = "cve-2021-26855";
const high = "open-rdp";
const low = "open-chargen";

async function see(type: string, day: string, finder = "finder", host = "192.0.2.1") {
  await house.submit({
    csv: `ip,port,timestamp,type\n${host},443,${day}T08:00:00Z,${type}\n`,
    finder,
  });
}

async function turn(day: string): Promise<void> {
  house.setTime(`${day}T12:00:00Z`);
  await house.followUp();
  await house.run();
}

/** Mails about findings, notices left out. */
const mailsTo = (address: string) =>
  (makeMailboxes(house.server.kept).get(address) ?? []).filter(({ rows }) => rows.length > 0)
    .length;
const counts = () => ({
  first: mailsTo("findings@uni.example"),
  second: mailsTo("second@uni.example"),
  region: mailsTo(mailboxOf("region")),
  net: mailsTo(mailboxOf("net")),
});

const lastText = (): string =>
  (house.server.kept.at(-1)?.bytes.toString("utf8") ?? "")
    .replace(/=\r?\n/g, "")
    .replace(/\s+/g, " ");

async function letters(): Promise<number> {
  return (await house.context.sql.query("select from letters")).rows.length;
}

async function states(): Promise<EpisodeState[]> {
  const { rows } = await house.context.sql.query<{ state: number }>(
    "select f.state from findings f order by f.id",
  );
  return rows.map(({ state }) => episodeStates[state] as EpisodeState);
}

async function say(event: EpisodeEvent): Promise<void> {
  const { sql, clock } = house.context;
  const { rows } = await sql.query<{ id: number }>("select f.id from findings f");
  const ids = rows.map(({ id }) => id);
  await moveEpisodes(sql, ids, event, { changedAt: clock(), actor: "uni", reason: "test" });
}

beforeEach(() => house.loadWorld(world));

describe("claims", () => {
  it("are claims: seen after it was said to be fixed, a finding is open again and told again as news", async () => {
    await see(high, "2026-07-01");
    await turn("2026-07-01");
    await turn("2026-07-05");
    await say("said-fixed");
    await see(high, "2026-07-04");
    await turn("2026-07-06");
    // It was seen before it was said.
    expect(await states()).toEqual(["claimed-fixed"]);
    expect(counts()).toEqual({ first: 1, second: 0, region: 0, net: 0 });

    await see(high, "2026-07-07");
    await turn("2026-07-07");
    expect(await states()).toEqual(["notified"]);
    expect(counts()).toEqual({ first: 1, second: 1, region: 0, net: 0 });
    const { rows } = await house.context.sql.query(
      "select c.actor, c.reason from episode_changes c order by c.id desc limit 1",
    );
    expect(rows).toMatchObject([{ actor: "finder finder" }]);
    await turn("2026-07-08");
    expect(counts()).toEqual({ first: 1, second: 1, region: 0, net: 0 });
  });

  it("that hold keep everybody silent", async () => {
    await see(critical, "2026-07-01");
    await turn("2026-07-01");
    await say("said-fixed");
    for (const day of ["2026-07-05", "2026-07-20", "2026-09-15"]) await turn(day);
    expect(counts()).toEqual({ first: 1, second: 0, region: 0, net: 0 });
  });
});

describe("reminders", () => {
  it("of what is critical go on to the next channel when nobody reacts, and end as a letter", async () => {
    await see(critical, "2026-07-01");
    await turn("2026-07-01");
    await turn("2026-07-03");
    expect(counts()).toEqual({ first: 1, second: 0, region: 0, net: 0 });
    await turn("2026-07-04");
    expect(counts()).toEqual({ first: 1, second: 1, region: 0, net: 0 });
    await turn("2026-07-08");
    expect(counts()).toEqual({ first: 1, second: 1, region: 1, net: 0 });
    expect(lastText()).toMatch(/Subject: \[NSM-\S+\] TLP:AMBER Herinnering/);
    expect(lastText()).toContain("gemeld aan een andere partij");
    expect(lastText()).not.toContain("uni.example");
    // The intermediary's own clock passes it on to the network; then nobody is left.
    await turn("2026-07-09");
    expect(counts()).toEqual({ first: 1, second: 1, region: 1, net: 1 });
    await turn("2026-07-13");
    expect(await letters()).toBe(1);
    expect(await house.dispositions()).toEqual({ delivered: 1 });
    // Only news brings it back, and not at once.
    await see(critical, "2026-07-20");
    await turn("2026-07-21");
    expect(counts()).toEqual({ first: 1, second: 1, region: 1, net: 1 });
  });

  it("of what is high wait for sixty days and for something new or another channel", async () => {
    await see(high, "2026-07-01");
    await turn("2026-07-01");
    await see(high, "2026-08-20");
    await turn("2026-08-25");
    expect(counts()).toEqual({ first: 1, second: 0, region: 0, net: 0 });
    await turn("2026-08-31");
    expect(counts()).toEqual({ first: 1, second: 1, region: 0, net: 0 });
    // Seen again: the same party, at its first address once more.
    await see(high, "2026-10-25");
    await turn("2026-10-31");
    expect(counts()).toEqual({ first: 2, second: 1, region: 0, net: 0 });
  });

  it("are called off when somebody answers before they go", async () => {
    await see(critical, "2026-07-01");
    await turn("2026-07-01");
    house.setTime("2026-07-05T12:00:00Z");
    expect((await house.followUp()).reminders).toBe(1);
    expect(await house.dispositions()).toEqual({ pending: 1 });
    await say("accepted");
    expect((await house.followUp()).calledOff).toBe(1);
    await house.run();
    expect(await house.dispositions()).toEqual({ delivered: 1 });
    expect(counts()).toEqual({ first: 1, second: 0, region: 0, net: 0 });
  });

  it("wait for what somebody said to work on until a date", async () => {
    const { sql } = house.context;
    await see(high, "2026-07-01");
    await turn("2026-07-01");
    await say("said-working");
    const { rows } = await sql.query<{ id: number }>("select f.id from findings f");
    const until = new Date("2026-10-01T00:00:00Z");
    await pauseReminders(
      sql,
      rows.map(({ id }) => id),
      { until, reason: "working" },
    );
    await see(high, "2026-09-20");
    await turn("2026-09-30");
    expect(counts()).toEqual({ first: 1, second: 0, region: 0, net: 0 });
    await turn("2026-10-01");
    expect(counts()).toEqual({ first: 1, second: 1, region: 0, net: 0 });
  });

  it("wait for a risk that is accepted until a date, which is over then", async () => {
    const { sql } = house.context;
    await see(high, "2026-07-01");
    await turn("2026-07-01");
    await say("accepted");
    const { rows } = await sql.query<{ id: number }>("select f.id from findings f");
    const ids = rows.map(({ id }) => id);
    const until = new Date("2026-10-01T00:00:00Z");
    await pauseReminders(sql, ids, { until, reason: "accepted" });
    await see(high, "2026-09-20");
    await turn("2026-09-30");
    expect(await states()).toEqual(["accepted"]);
    expect(counts()).toEqual({ first: 1, second: 0, region: 0, net: 0 });
    await turn("2026-10-01");
    expect(await states()).toEqual(["notified"]);
    expect(counts()).toEqual({ first: 1, second: 1, region: 0, net: 0 });
  });

  it("are begun once, however many processes follow up", async () => {
    await see(critical, "2026-07-01");
    await turn("2026-07-01");
    house.setTime("2026-07-05T12:00:00Z");
    const runs = await Promise.all([house.followUp(), house.followUp(), house.followUp()]);
    expect(runs.reduce((sum, { reminders }) => sum + reminders, 0)).toBe(1);
    await house.run();
    expect(counts()).toEqual({ first: 1, second: 1, region: 0, net: 0 });
  });

  it("never go about what is only information", async () => {
    await see(low, "2026-07-01");
    await turn("2026-07-01");
    await turn("2026-09-25");
    expect(counts()).toEqual({ first: 1, second: 0, region: 0, net: 0 });
  });
});

describe("runExpireFindings", () => {
  it("golden scenario 13: two months after closing the address is gone everywhere, and what is counted stays", async () => {
    const { sql } = house.context;
    await house.submit({
      csv: "ip,port,timestamp,type\n192.0.2.77,443,2026-07-01T08:00:00Z,open-rdp\n",
      caseName: "DIVD-2026-00001",
    });
    await house.run();
    await say("verified-fixed");
    house.setTime("2026-08-30T12:00:00Z");
    expect((await runExpireFindings(house.context)).erased).toBe(0);
    house.setTime("2026-09-02T12:00:00Z");
    expect((await runExpireFindings(house.context)).erased).toBe(1);
    expect((await runExpireFindings(house.context)).erased).toBe(0);
    const { rows: left } = await sql.query(
      `select e.case_name as "caseName", t.name as type, f.state from erased_findings e
         join findings f on f.id = e.finding_id join finding_types t on t.id = f.type_id`,
    );
    expect(left).toEqual([{ caseName: "DIVD-2026-00001", type: "open-rdp", state: 4 }]);
    // In no table of findings, mails and observations: search, exports and pages read nothing else.
    const { rows: tables } = await sql.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c
        where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`,
    );
    for (const { name } of tables) {
      const { rows } = await sql.query(`select from ${name} t where t::text like '%192.0.2.77%'`);
      expect([name, rows.length]).toEqual([name, 0]);
    }
    expect((await sql.query("select from notifications where content is not null")).rows).toEqual(
      [],
    );
    // Seen again, it is another finding.
    house.setTime("2026-09-03T12:00:00Z");
    await see("open-rdp", "2026-09-03", "finder", "192.0.2.77");
    await house.run();
    expect(await states()).toEqual(["verified-fixed", "notified"]);
    const dispositions = await house.dispositions();
    expect(dispositions).toEqual({ delivered: 2 });
  });

  it("closes what nobody saw for 90 days, and not what somebody did", async () => {
    await see(low, "2026-07-01");
    await see(low, "2026-07-01", "finder", "192.0.2.2");
    await house.run();
    house.setTime("2026-08-01T09:00:00Z");
    await see(low, "2026-08-01", "other", "192.0.2.2");
    house.setTime("2026-09-28T09:00:00Z");
    expect((await runExpireFindings(house.context)).expired).toBe(0);
    house.setTime("2026-10-01T09:00:00Z");
    expect((await runExpireFindings(house.context)).expired).toBe(1);
    expect(await states()).toEqual(["expired", "notified"]);
    expect((await runExpireFindings(house.context)).expired).toBe(0);
    house.setTime("2026-11-01T09:00:00Z");
    expect((await runExpireFindings(house.context)).expired).toBe(1);
    // Seen again, the next episode begins afresh.
    await see(low, "2026-11-02", "finder", "192.0.2.2");
    await house.run();
    expect(await states()).toEqual(["expired", "notified"]);
    expect(counts().first).toBe(2);
  });
});
