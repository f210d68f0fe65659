import { beforeEach, describe, expect, it } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { memberOf, operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { type AnswerCustodyInput, answerCustody } from "../actions/answer-custody.ts";
import { episodeStateCode } from "../domain/finding/episode-state.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { runRedecide } from "./run-redecide.ts";

const house = useOutgoingHouse();
const { sql } = house.context;
const day = 24 * 60;

/** An owner with two addresses that goes through its intermediary; behind it comes the owner itself. */
beforeEach(async () => {
  await emptyTables(sql, "custodies, notices, decisions");
  await house.loadWorld({
    organisations: {
      cert: { roles: ["intermediary"] },
      uni: { claims: ["192.0.2.0/24"], memberOf: ["cert"] },
      alone: { claims: ["198.51.100.0/24"] },
    },
  });
});

const csv = (type: string, ...addresses: string[]) =>
  `ip,type,timestamp\n${addresses.map((address) => `${address},${type},2026-07-01T08:00:00Z\n`).join("")}`;

const answer = (answer: AnswerCustodyInput["answer"], more: Partial<AnswerCustodyInput> = {}) =>
  numberOf("cert").then((number) =>
    answerCustody({
      context: house.context,
      input: {
        actor: operator,
        organisation: "cert" as OrganisationId,
        about: { number },
        answer,
        reason: "reason",
        ...more,
      },
    }),
  );

async function numberOf(organisation: string): Promise<string> {
  const { rows } = await sql.query<{ number: string }>(
    "select public_number as number from notifications where organisation = $1 order by id desc limit 1",
    [organisation],
  );
  return rows[0]?.number ?? "";
}

const told = async () =>
  (
    await sql.query<{ organisation: string; rung: string }>(
      "select organisation, rung from notifications where role = 'primary' order by id",
    )
  ).rows.map(({ organisation, rung }) => `${organisation} ${rung}`);

const states = async () =>
  (
    await sql.query<{ state: string }>("select state from custodies order by finding_id, round")
  ).rows.map(({ state }) => state);

const notices = async () =>
  (
    await sql.query<{ kind: string; organisation: string; rows: string }>(
      "select kind, organisation, data ->> 'rows' as rows from notices order by id",
    )
  ).rows;

/** Notices name a notification as its recipient knows it. */
const namedNumbers = async () =>
  (await sql.query("select data ->> 'notification' as number from notices")).rows;
const numbersOf = async (organisation: string) =>
  (
    await sql.query("select public_number as number from notifications where organisation = $1", [
      organisation,
    ])
  ).rows;

describe("an intermediary that was sent findings of its member", () => {
  it("is asked to hold them, and holds them once it says so", async () => {
    await house.submit({ csv: csv("ssl-freak", "192.0.2.1", "192.0.2.2") });
    await house.run();
    expect(await told()).toEqual(["cert sole-intermediary"]);
    expect(await states()).toEqual(["asked", "asked"]);
    expect(await house.dispositions()).toEqual({ delivered: 2 });
    expect(await answer("acknowledge")).toEqual({ taken: 2, passedOn: 0, late: [] });
    expect(await states()).toEqual(["held", "held"]);
    expect(await house.dispositions()).toEqual({ inCustody: 2 });
    house.later(6 * day);
    await house.run();
    expect(await told()).toEqual(["cert sole-intermediary"]);
  });

  it("golden 7: silent in its time, the next rung is asked, and it is told once", async () => {
    await house.submit({ csv: csv("open-rdp", "192.0.2.1") });
    await house.run();
    house.later(31 * day);
    await house.run();
    expect(await told()).toEqual(["cert sole-intermediary", "uni owner"]);
    expect(await states()).toEqual(["silent"]);
    expect(await namedNumbers()).toEqual(await numbersOf("cert"));
    expect(await notices()).toEqual([
      { kind: "custody-passed-on", organisation: "cert", rows: "1" },
    ]);
    await house.run();
    expect(await told()).toHaveLength(2);
    expect(await notices()).toHaveLength(1);
  });

  it("comes too late with its word: nothing changes, and it hears what has happened since", async () => {
    await house.submit({ csv: csv("open-rdp", "192.0.2.1") });
    await house.run();
    const number = await numberOf("cert");
    house.later(31 * day);
    await house.run();
    const passedAt = house.context.clock();
    house.later(60);
    const late = await answer("acknowledge", { about: { number } });
    expect(late).toEqual({
      taken: 0,
      passedOn: 0,
      late: [{ finding: expect.any(Number), state: "silent", since: passedAt }],
    });
    expect(await house.dispositions()).toEqual({ delivered: 1 });
    expect(await told()).toHaveLength(2);
  });

  it("declines with a reason, and the next rung is asked in the same hour", async () => {
    await house.submit({ csv: csv("ssl-freak", "192.0.2.1", "192.0.2.2") });
    await house.run();
    expect(await answer("decline")).toEqual({ taken: 2, passedOn: 2, late: [] });
    await house.run();
    expect(await told()).toEqual(["cert sole-intermediary", "uni owner"]);
    expect(await house.dispositions()).toEqual({ delivered: 2 });
    await expect(answer("decline", { reason: null })).rejects.toMatchObject({
      code: "wrong-usage",
    });
  });

  it("gives back what it held, one finding of two, and the other stays in its custody", async () => {
    await house.submit({ csv: csv("ssl-freak", "192.0.2.1", "192.0.2.2") });
    await house.run();
    await answer("acknowledge");
    const { rows } = await sql.query<{ id: number }>("select id from findings order by id");
    const first = rows[0]?.id as number;
    expect(await answer("return", { about: { findings: [first] } })).toMatchObject({ passedOn: 1 });
    await house.run();
    expect(await house.dispositions()).toEqual({ delivered: 1, inCustody: 1 });
    expect(await states()).toEqual(["returned", "held"]);
  });

  it("holds without an outcome for its time: the next rung is asked, and it is told", async () => {
    await house.submit({ csv: csv("ssl-freak", "192.0.2.1") });
    await house.run();
    await answer("acknowledge");
    house.later(91 * day);
    await house.run();
    expect(await states()).toEqual(["without-outcome"]);
    expect(await told()).toEqual(["cert sole-intermediary", "uni owner"]);
    expect(await notices()).toEqual([
      { kind: "custody-passed-on", organisation: "cert", rows: "1" },
    ]);
  });

  it("says that it is fixed: a claim, and nobody else is asked", async () => {
    await house.submit({ csv: csv("ssl-freak", "192.0.2.1") });
    await house.run();
    await answer("acknowledge");
    await answer("fixed");
    house.later(91 * day);
    await house.run();
    expect(await told()).toHaveLength(1);
    const { rows } = await sql.query(
      "select state from episode_changes where $1 = any(finding_ids) order by id",
      [(await sql.query<{ id: number }>("select id from findings")).rows[0]?.id],
    );
    expect(rows).toEqual([
      { state: episodeStateCode("acknowledged") },
      { state: episodeStateCode("claimed-fixed") },
    ]);
  });
});

describe("an intermediary that its member chose, and that is its only one", () => {
  beforeEach(() =>
    house.loadWorld({
      organisations: {
        cert: { roles: ["intermediary"], serves: ["192.0.2.0/24"] },
        uni: { claims: ["192.0.2.0/24"], memberOf: ["cert"], path: "cert" as OrganisationId },
      },
    }),
  );

  it("is not asked once more on a later rung when it was silent", async () => {
    await house.submit({ csv: csv("open-rdp", "192.0.2.1") });
    await house.run();
    house.later(31 * day);
    await house.run();
    expect(await told()).toEqual(["cert chosen-path", "uni owner"]);
    expect(await states()).toEqual(["silent"]);
  });

  it("nor when it declined", async () => {
    await house.submit({ csv: csv("open-rdp", "192.0.2.1") });
    await house.run();
    await answer("decline");
    await house.run();
    expect(await told()).toEqual(["cert chosen-path", "uni owner"]);
  });

  it("nor when a world that comes later leads to it on another rung", async () => {
    const uni = { claims: ["192.0.2.0/24"], memberOf: ["cert"], contacts: [] };
    await house.loadWorld({ organisations: { cert: { roles: ["intermediary"] }, uni } });
    await house.submit({ csv: csv("open-rdp", "192.0.2.1") });
    await house.run();
    house.later(31 * day);
    await house.run();
    expect(await told()).toEqual(["cert sole-intermediary"]);
    await house.loadWorld({
      organisations: {
        cert: { roles: ["intermediary"], serves: ["192.0.2.0/24"] },
        net: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
        uni,
      },
    });
    await runRedecide(house.context);
    await house.run();
    expect(await told()).toEqual(["cert sole-intermediary", "net network-operator"]);
  });

  it("nor when the owner's server takes no mail either: the ladder ends", async () => {
    house.server.behave("findings@uni.example", {
      kind: "reply",
      at: "rcpt",
      code: 550,
      text: "5.1.1 No such user",
    });
    await house.submit({ csv: csv("open-rdp", "192.0.2.1") });
    await house.run();
    house.later(31 * day);
    await house.run();
    await house.run();
    expect((await told()).filter((one) => one.startsWith("cert"))).toEqual(["cert chosen-path"]);
    expect(await house.dispositions()).toEqual({ undeliverable: 1 });
  });
});

it("an owner that was told itself is asked to hold nothing", async () => {
  await house.submit({ csv: csv("ssl-freak", "198.51.100.1") });
  await house.run();
  expect(await told()).toEqual(["alone owner"]);
  expect(await states()).toEqual([]);
});

it("nobody answers for another intermediary, nor for what it was not asked", async () => {
  await house.submit({ csv: csv("ssl-freak", "192.0.2.1") });
  await house.run();
  const about = { number: await numberOf("cert") };
  const actor = memberOf("uni", "administrator");
  await expect(answer("acknowledge", { actor, about })).rejects.toMatchObject({
    code: "not-permitted",
  });
  await expect(
    answer("acknowledge", { actor, about, organisation: "uni" as OrganisationId }),
  ).rejects.toMatchObject({ code: "not-found" });
});

it("a member sees who holds what about it, and an intermediary what it was asked, by raw SQL", async () => {
  await house.submit({ csv: csv("ssl-freak", "192.0.2.1") });
  await house.run();
  await answer("acknowledge");
  const seenBy = (organisation: string) =>
    house.context.sql.lend(async (connection) => {
      await connection.query("begin");
      await connection.query("set local role meldpunt_member");
      await connection.query("select set_config('meldpunt.organisation', $1, true)", [
        organisation,
      ]);
      const { rows } = await connection.query("select organisation, state from custodies");
      await connection.query("rollback");
      return rows;
    });
  const held = [{ organisation: "cert", state: "held" }];
  expect([await seenBy("uni"), await seenBy("cert"), await seenBy("alone")]).toEqual([
    held,
    held,
    [],
  ]);
});
