import { beforeEach, describe, expect, test } from "vitest";
import { emptyTables } from "../../../test/empty-tables.ts";
import { administrator, memberOf, operator } from "../../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../../test/makers/outgoing-house.ts";
import { makeWorld } from "../../../test/properties/make-world.ts";
import { episodeStates } from "../../domain/finding/episode-state.ts";
import type { FindingId, NotificationId, OrganisationId } from "../../domain/ids.ts";
import type { Response } from "../../domain/response/response.ts";
import type { Claim } from "../../domain/world/world.ts";
import { transaction } from "../../platform/database.ts";
import { findPublicSuffix } from "../../registry/public-suffix.ts";
import { changeRegister, lockRegister } from "../../store/register.ts";
import type { Respondent } from "./answer.ts";
import { recordResponses } from "./record-responses.ts";

const house = useOutgoingHouse();
const { sql, clock, instance, catalogue, sources, masterKey, keptFolder, readBasis, chunkRows } =
  house.context;
const context = {
  ...{ sql, clock, instance, catalogue, sources, masterKey, keptFolder, readBasis, chunkRows },
  ...{ findSuffix: findPublicSuffix, checks: null, random: house.context.random },
};

const uni = "uni" as OrganisationId;
const cert = "cert" as OrganisationId;
const later = new Date("2026-08-01T00:00:00Z");

beforeEach(async () => {
  await emptyTables(sql, "false_positives, claims, episode_changes");
  await house.loadWorld({
    organisations: {
      uni: { claims: ["192.0.2.0/25"], path: "direct" as OrganisationId },
      vouched: {
        claims: [{ of: "192.0.2.128/25", basis: "vouched", by: cert }],
        memberOf: ["cert"],
      },
      cert: { serves: ["country:NL", "192.0.2.0/24"] },
    },
  });
});

async function tell(...octets: readonly number[]): Promise<void> {
  const rows = octets.map((octet) => `192.0.2.${octet},open-rdp,2026-07-01T08:00:00Z\n`);
  await house.submit({ csv: `ip,type,timestamp\n${rows.join("")}` });
  await house.run();
}

async function findings(): Promise<FindingId[]> {
  const { rows } = await sql.query<{ id: FindingId }>("select id from findings order by address");
  return rows.map(({ id }) => id);
}

/** State and disposition of each finding, by its address. */
async function states(): Promise<string[]> {
  const { rows } = await sql.query<{ address: string; state: number; disposition: number }>(
    "select host(address) as address, state, disposition from findings order by address",
  );
  return rows.map(({ address, state }) => `${address} ${episodeStates[state]}`);
}

async function lastMail(): Promise<NotificationId> {
  const { rows } = await sql.query<{ id: NotificationId }>(
    "select id from notifications where role = 'primary' order by composed_at desc, id desc limit 1",
  );
  return rows[0]?.id as NotificationId;
}

const by = (organisation: OrganisationId): Respondent => ({ kind: "organisation", organisation });
const holder = async (): Promise<Respondent> => {
  return { kind: "recipient", notification: await lastMail(), link: null };
};

async function say(
  from: Respondent,
  response: Response,
  about: readonly number[] | "all",
  actor: Parameters<typeof recordResponses>[0]["input"]["actor"] = operator,
): Promise<string[]> {
  const input = { actor, from, answers: [{ about, response }] };
  const responded = await recordResponses({ context, input });
  return responded.map(({ outcome, because }) => because ?? outcome);
}

describe("what is said about findings", () => {
  test("fixed is a claim, and saying it again changes nothing", async () => {
    await tell(1, 2);
    const ids = await findings();
    expect(await say(by(uni), { kind: "fixed" }, ids)).toEqual(["taken", "taken"]);
    expect(await states()).toEqual(["192.0.2.1 claimed-fixed", "192.0.2.2 claimed-fixed"]);
    expect(await say(by(uni), { kind: "fixed" }, ids)).toEqual(["unchanged", "unchanged"]);
    const { rows } = await sql.query("select from responses");
    expect(rows).toHaveLength(1);
  });

  test("a party of another organisation is told that there is no such finding", async () => {
    await tell(1);
    expect(await say(by("other" as OrganisationId), { kind: "fixed" }, await findings())).toEqual([
      "unknown",
    ]);
    const own = administrator("other");
    await expect(say(by(uni), { kind: "fixed" }, await findings(), own)).rejects.toThrow(/may not/);
    await expect(
      say(by(uni), { kind: "fixed" }, await findings(), memberOf("uni", "reader")),
    ).rejects.toThrow(/may not/);
    expect(await states()).toEqual(["192.0.2.1 notified"]);
  });

  test("working on it acknowledges, until a date that is not too far", async () => {
    await tell(1);
    const ids = await findings();
    const far = new Date("2027-07-01T00:00:00Z");
    expect(await say(by(uni), { kind: "working", until: far }, ids)).toEqual(["wrong-until"]);
    expect(await say(by(uni), { kind: "working", until: later }, ids)).toEqual(["taken"]);
    expect(await states()).toEqual(["192.0.2.1 acknowledged"]);
    const { rows } = await sql.query<{ kind: string; until: Date }>(
      `select kind, until_at as until from present_responses`,
    );
    expect(rows).toEqual([{ kind: "working", until: later }]);
    const { rows: pauses } = await sql.query("select until from reminder_pauses");
    expect(pauses).toEqual([{ until: later }]);
  });

  test("fixed after all takes back nothing of a claim: working on it again does", async () => {
    await tell(1);
    const ids = await findings();
    await say(by(uni), { kind: "fixed" }, ids);
    expect(await say(by(uni), { kind: "working", until: null }, ids)).toEqual(["taken"]);
    expect(await states()).toEqual(["192.0.2.1 acknowledged"]);
  });

  test("not ours asks the next rung, doubts by a person what the world file says, and is heard once", async () => {
    await tell(1);
    const ids = await findings();
    const from = await holder();
    expect(await say(from, { kind: "not-ours", reason: "sold" }, "all")).toEqual(["taken"]);
    expect(await states()).toEqual(["192.0.2.1 open"]);
    await house.run();
    expect(house.server.kept.map(({ to }) => to)).toEqual([
      "findings@uni.example",
      "findings@cert.example",
    ]);
    expect(await states()).toEqual(["192.0.2.1 notified"]);
    expect(await say(from, { kind: "not-ours", reason: "sold" }, "all")).toEqual(["unchanged"]);
    expect(await say(from, { kind: "fixed" }, ids)).toEqual(["late"]);
    const { rows } = await sql.query("select from responses where waits");
    expect(rows).toHaveLength(1);
    const { rows: changes } = await sql.query<{ state: number }>(
      "select state from episode_changes order by id",
    );
    expect(changes.map(({ state }) => episodeStates[state])).toEqual(["not-ours", "open"]);
  });

  test("not ours makes the owner's claim of the register doubtful, and then nobody has to look", async () => {
    await house.loadWorld({ organisations: { reg: {}, cert: { serves: ["192.0.2.0/24"] } } });
    const id = "0199a000-0000-7000-8000-0000000000c1";
    const plain = makeWorld({ organisations: { reg: { claims: ["192.0.2.0/25"] } } });
    const claim = { ...plain.organisations[0]?.claims[0], id } as Claim;
    const at = new Date("2026-06-01T00:00:00Z");
    await sql.query(
      `insert into claims (id, organisation, asset, use, method, state, reason, asked_at, asked_by, active_since,
                           next_check_at)
       values ($1, 'reg', '192.0.2.0/25', 'own', 'decision', 'active', 'decided', $2, 'test', $2, $2)`,
      [id, at],
    );
    const change = {
      at,
      actor: operator,
      act: "claim.decide",
      about: "reg",
      reason: null,
    } as const;
    await transaction(sql, async (sql) => {
      await lockRegister(sql);
      const put = [{ id, entry: { section: "claim", value: claim } as const }];
      await changeRegister(sql, change, { put, end: [] });
    });
    await tell(1);
    expect(house.server.kept.map(({ to }) => to)).toEqual(["findings@reg.example"]);
    const response = { kind: "not-ours", reason: null } as const;
    expect(await say(await holder(), response, "all")).toEqual(["taken"]);
    const { rows } = await sql.query("select state, reason from claims");
    expect(rows).toEqual([{ state: "stale", reason: "said-not-ours" }]);
    expect((await sql.query("select from responses where waits")).rows).toEqual([]);
    await emptyTables(sql, "register_entries, register_changes");
  });

  test("an intermediary that says not ours declines its custody, working on it takes it", async () => {
    await tell(129, 130);
    const ids = await findings();
    const custody = async () => {
      const { rows } = await sql.query<{ state: string }>(
        "select state from custodies order by finding_id",
      );
      return rows.map(({ state }) => state);
    };
    expect(await say(by(cert), { kind: "working", until: null }, [ids[0] as number])).toEqual([
      "taken",
    ]);
    await say(by(cert), { kind: "not-ours", reason: "no member" }, [ids[1] as number]);
    expect(await custody()).toEqual(["held", "declined"]);
  });

  test("a false positive is disputed until somebody of the house decides", async () => {
    await tell(1);
    const said = { kind: "false-positive", because: "intended", reason: "a jump host" } as const;
    expect(await say(by(uni), said, await findings())).toEqual(["taken"]);
    expect(await states()).toEqual(["192.0.2.1 disputed"]);
    const { rows } = await sql.query("select said_reason, organisation from false_positives");
    expect(rows).toEqual([{ said_reason: "intended: a jump host", organisation: "uni" }]);
  });

  test("only an owner by proof accepts a risk", async () => {
    await tell(1, 129);
    const [proved, vouched] = await findings();
    const accept = { kind: "accepted", until: later, reason: "replaced in July" } as const;
    expect(await say(by(uni), accept, [proved as number])).toEqual(["taken"]);
    expect(await say(by("vouched" as OrganisationId), accept, [vouched as number])).toEqual([
      "not-proved",
    ]);
    expect(await states()).toEqual(["192.0.2.1 accepted", "192.0.2.129 notified"]);
  });

  test("what asks for a person waits for one and changes no finding", async () => {
    await tell(1);
    const ids = await findings();
    await say(by(uni), { kind: "contact-us", message: "please call" }, ids);
    await say(by(uni), { kind: "stop", reason: null }, ids);
    expect(await states()).toEqual(["192.0.2.1 notified"]);
    const { rows } = await sql.query("select kind from responses where waits order by said_at, id");
    expect(rows).toHaveLength(2);
  });

  test("a supplier says no more than whether it works on its own rows", async () => {
    await tell(1, 2);
    const from = await holder();
    if (from.kind !== "recipient") throw new Error("a recipient");
    const { rows } = await sql.query<{ id: string }>("select id from answer_links");
    const link = rows[0]?.id as string;
    const supplier = { ...from, kind: "supplier", link, positions: [2] } as const;
    const [first, second] = await findings();
    expect(await say(supplier, { kind: "not-ours", reason: null }, "all")).toEqual([
      "not-for-suppliers",
    ]);
    expect(await say(supplier, { kind: "fixed" }, [first as number, second as number])).toEqual([
      "unknown",
      "taken",
    ]);
    expect(await states()).toEqual(["192.0.2.1 notified", "192.0.2.2 claimed-fixed"]);
  });

  test("once somebody else is the owner, the mail of the one before answers nothing", async () => {
    await tell(1);
    const from = await holder();
    await house.loadWorld({ organisations: { heir: { claims: ["192.0.2.0/25"] } } });
    await house.run();
    expect(await say(from, { kind: "fixed" }, "all")).toEqual(["late"]);
    expect(await states()).toEqual(["192.0.2.1 notified"]);
  });

  test("a finding that is answered twice in one call is refused", async () => {
    await tell(1);
    const [id] = await findings();
    const response = { kind: "fixed" } as const;
    const input = {
      actor: operator,
      from: by(uni),
      answers: [
        { about: [id as number], response },
        { about: [id as number], response },
      ],
    };
    await expect(recordResponses({ context, input })).rejects.toThrow(/twice/);
  });
});

describe("who was asked before the network changed hands", () => {
  const desk = (operator: string) =>
    house.loadWorld({
      organisations: {
        old: operator === "old" ? { claims: [operated] } : {},
        next: operator === "next" ? { claims: [operated] } : {},
      },
    });
  const operated = { of: "192.0.2.0/24", use: "operate" } as const;

  async function moveOn(): Promise<Respondent> {
    await desk("old");
    await tell(1);
    const former = await holder();
    await desk("next");
    house.later(60);
    await house.run();
    expect(house.server.kept.map(({ to }) => to)).toEqual([
      "findings@old.example",
      "findings@next.example",
    ]);
    return former;
  }

  test.each<Response>([
    { kind: "fixed" },
    { kind: "working", until: later },
    { kind: "false-positive", because: "intended", reason: "a decoy" },
    { kind: "not-ours", reason: null },
  ])("says nothing any more: $kind", async (response) => {
    const former = await moveOn();
    expect(await say(former, response, "all")).toEqual(["late"]);
    expect(await states()).toEqual(["192.0.2.1 notified"]);
    const { rows } = await sql.query("select from reminder_pauses");
    expect(rows).toEqual([]);
    expect(await say(await holder(), { kind: "fixed" }, "all")).toEqual(["taken"]);
  });
});
