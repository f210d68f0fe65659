import { describe, expect, it } from "vitest";
import { operator } from "../../test/makers/actors.ts";
import { makeMailboxes } from "../../test/makers/mailboxes.ts";
import { Killed, useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { PlainOrganisation, PlainWorld } from "../../test/properties/make-world.ts";
import { answerCustody } from "../actions/answer-custody.ts";
import { settleDelivery } from "../actions/settle-delivery.ts";
import type { DeliveryId, OrganisationId } from "../domain/ids.ts";
import { plainContact } from "../domain/world/world.ts";
import { runRedecide } from "./run-redecide.ts";

const house = useOutgoingHouse();

const addressOf = (id: string): string => `findings@${id}.example`;
const mailsTo = (id: string): string[][] =>
  (makeMailboxes(house.server.kept).get(addressOf(id)) ?? []).map(({ rows }) => [...rows]);
const refuse = (id: string, code: number, text: string): void =>
  house.server.behave(addressOf(id), { kind: "reply", at: "rcpt", code, text });

function list(type: string, ...addresses: readonly string[]): string {
  const rows = addresses.map((ip) => `${ip},443,2026-07-01T08:00:00Z,${type}`);
  return ["ip,port,timestamp,type", ...rows].join("\n");
}

async function query<Row>(text: string): Promise<Row[]> {
  return (await house.context.sql.query<Row>(text)).rows;
}

type Standing = {
  round: number;
  state: number;
  owner: string | null;
  organisation: string | null;
  tier: number | null;
  held: string | null;
};

async function standing(): Promise<Standing | undefined> {
  const [row] = await query<Standing>(
    `select f.round, f.state, d.owner, d.organisation, d.tier, d.held_reason as held
       from findings f join decisions d on d.id = f.decision_id`,
  );
  return row;
}

const region: PlainOrganisation = { serves: ["192.0.2.0/24"] };
const ownedBy = (id: string, more: PlainOrganisation = {}): PlainWorld => ({
  organisations: { [id]: { claims: ["192.0.2.0/24"], ...more }, region, cert: {} },
});

/** Loads a world, an hour later, and lets everything go out. */
async function change(world: PlainWorld) {
  house.later(60);
  await house.loadWorld(world);
  return house.run();
}

async function tell(world: PlainWorld, ...addresses: readonly string[]): Promise<void> {
  await house.loadWorld(world);
  await house.submit({ csv: list("ssl-freak", ...addresses) });
  await house.run();
}

/** An intermediary takes what it was sent into its custody: else the next rung is asked when its time is over. */
async function holdAs(organisation: string): Promise<void> {
  const { rows } = await house.context.sql.query<{ id: number }>(
    "select finding_id as id from custodies where organisation = $1",
    [organisation],
  );
  await answerCustody({
    context: house.context,
    input: {
      actor: operator,
      organisation: organisation as OrganisationId,
      about: { findings: rows.map(({ id }) => id) },
      answer: "acknowledge",
      reason: null,
    },
  });
}

describe("when a change takes effect, what was told", () => {
  it("goes to the new owner as a first notice, and the old one loses sight", async () => {
    await tell(ownedBy("old"), "192.0.2.1", "192.0.2.2");
    const { redecided } = await change(ownedBy("new"));
    expect(redecided).toEqual({ changed: 2, moved: 2 });
    expect(mailsTo("old")).toEqual([["192.0.2.1", "192.0.2.2"]]);
    expect(mailsTo("new")).toEqual([["192.0.2.1", "192.0.2.2"]]);
    expect(await house.dispositions()).toEqual({ delivered: 2 });
    expect(await standing()).toMatchObject({ round: 2, state: 1, owner: "new" });
    const [mail] = makeMailboxes(house.server.kept).get(addressOf("new")) ?? [];
    expect(JSON.stringify(mail)).not.toContain("old");
    expect((await house.run()).redecided.changed).toBe(0);
  });

  it("stays where its owner and its way are the same, and shows what may be seen now", async () => {
    await tell(ownedBy("uni"), "192.0.2.1");
    const { redecided } = await change(ownedBy("uni", { maxTier: 0 }));
    expect(redecided).toEqual({ changed: 1, moved: 0 });
    expect(house.server.kept).toHaveLength(1);
    expect(await standing()).toMatchObject({ round: 1, state: 1, owner: "uni", tier: 0 });
    expect(await house.dispositions()).toEqual({ delivered: 1 });
  });

  it("takes another way of the same owner as the next round", async () => {
    await tell(ownedBy("uni", { memberOf: ["cert"] }), "192.0.2.1");
    expect(mailsTo("cert")).toHaveLength(1);
    await change(ownedBy("uni"));
    expect(mailsTo("cert")).toHaveLength(1);
    expect(mailsTo("uni")).toEqual([["192.0.2.1"]]);
    expect(await standing()).toMatchObject({ round: 2, organisation: "uni" });
  });

  it("is not told an intermediary again that learns whose it is", async () => {
    await tell({ organisations: { region } }, "192.0.2.1");
    await change(ownedBy("uni", { memberOf: ["region"] }));
    expect(mailsTo("region")).toHaveLength(1);
    expect(await standing()).toMatchObject({ round: 1, owner: "uni", organisation: "region" });
  });

  it("is told an intermediary again for the next of its members", async () => {
    await tell(ownedBy("uni", { memberOf: ["region"] }), "192.0.2.1");
    await change(ownedBy("firm", { memberOf: ["region"] }));
    expect(mailsTo("region")).toEqual([["192.0.2.1"], ["192.0.2.1"]]);
    expect(await standing()).toMatchObject({ round: 2, owner: "firm" });
  });

  it("is not told twice when a change is taken back before anybody else heard", async () => {
    await tell(ownedBy("old"), "192.0.2.1");
    refuse("new", 451, "4.3.0 Later");
    await change(ownedBy("new"));
    expect(await house.dispositions()).toEqual({ pending: 1 });
    expect((await change(ownedBy("old"))).notified).toMatchObject({ withdrawn: 1 });
    house.server.forget();
    house.later(600);
    await house.run();
    expect(mailsTo("old")).toHaveLength(1);
    expect(mailsTo("new")).toEqual([]);
    expect(await standing()).toMatchObject({ round: 1, state: 1, owner: "old" });
    expect(await house.dispositions()).toEqual({ delivered: 1 });
  });

  it("is told again when somebody else had heard in between", async () => {
    await tell(ownedBy("old"), "192.0.2.1");
    await change(ownedBy("new"));
    await change(ownedBy("old"));
    expect(mailsTo("old")).toHaveLength(2);
    expect(mailsTo("new")).toHaveLength(1);
    expect(await standing()).toMatchObject({ round: 3, owner: "old" });
  });

  it("is nobody's mail any more when the owner declines or two claim it, and comes back without another", async () => {
    await tell(ownedBy("uni"), "192.0.2.1");
    await change(ownedBy("uni", { filters: [{ kind: "vulnerability", type: null }] }));
    expect(await house.dispositions()).toEqual({ declined: 1 });
    await change({
      organisations: {
        uni: { claims: ["192.0.2.0/24"] },
        firm: { claims: ["192.0.2.0/24"] },
      },
    });
    expect(await house.dispositions()).toEqual({ heldForPerson: 1 });
    expect(await standing()).toMatchObject({ owner: null, held: "conflict" });
    await change(ownedBy("uni"));
    expect(await house.dispositions()).toEqual({ delivered: 1 });
    expect(house.server.kept).toHaveLength(1);
    expect(await standing()).toMatchObject({ round: 1, owner: "uni", state: 1 });
  });

  it("walks the ladder from the top for the new owner", async () => {
    refuse("old", 550, "5.7.1 Refused");
    await tell(ownedBy("old"), "192.0.2.1");
    expect(mailsTo("region")).toHaveLength(1);
    await change(ownedBy("new"));
    expect(mailsTo("new")).toHaveLength(1);
    expect(await standing()).toMatchObject({ round: 2, organisation: "new" });
  });

  it("is moved by no address that dies or comes back", async () => {
    await tell(ownedBy("uni"), "192.0.2.1");
    refuse("uni", 550, "5.1.1 No such user");
    await house.submit({ csv: list("ssl-freak", "192.0.2.2") });
    await house.run();
    expect(mailsTo("region")).toEqual([["192.0.2.2"]]);
    await holdAs("region");
    await change(ownedBy("uni", { name: "Another name" }));
    expect(mailsTo("region")).toHaveLength(1);
    house.server.forget();
    house.later(40 * 24 * 60);
    await change(ownedBy("uni", { name: "A third name" }));
    expect(house.server.kept).toHaveLength(2);
    expect(await house.dispositions()).toEqual({ delivered: 1, inCustody: 1 });
  });
});

describe("when a change takes effect, what waits", () => {
  it("goes to somebody at last, where there was nobody, a conflict or a label", async () => {
    await house.loadWorld({});
    await house.submit({ csv: list("ssl-freak", "192.0.2.1") });
    await house.run();
    expect(await house.dispositions()).toEqual({ heldForPerson: 1 });
    await change(ownedBy("uni"));
    expect(mailsTo("uni")).toEqual([["192.0.2.1"]]);
    expect(await standing()).toMatchObject({ round: 1, held: null });
  });

  it("asks a new address after the ladder had ended", async () => {
    refuse("uni", 550, "5.1.1 No such user");
    await tell({ organisations: { uni: { claims: ["192.0.2.0/24"] } } }, "192.0.2.1");
    expect(await house.dispositions()).toEqual({ undeliverable: 1 });
    await change({ organisations: { uni: { claims: ["192.0.2.0/24"], name: "Other" } } });
    expect(await house.dispositions()).toEqual({ undeliverable: 1 });
    await change({
      organisations: {
        uni: {
          claims: ["192.0.2.0/24"],
          contacts: [{ role: "findings", email: addressOf("desk") as never, ...plainContact }],
        },
      },
    });
    expect(mailsTo("desk")).toEqual([["192.0.2.1"]]);
    expect(await house.dispositions()).toEqual({ delivered: 1 });
  });

  it("is not released by it", async () => {
    await house.loadWorld({});
    await house.submit({ csv: list("ssl-freak", "192.0.2.1"), release: false });
    await house.run();
    await change(ownedBy("uni"));
    expect(house.server.kept).toEqual([]);
    expect(await house.dispositions()).toEqual({ heldForPerson: 1 });
  });

  it("stays with the brake that holds it", async () => {
    const many = Array.from({ length: 51 }, (_, i) => `192.0.2.${i + 1}`);
    await tell(ownedBy("uni"), ...many);
    expect(await house.dispositions()).toEqual({ heldForPerson: 51 });
    await change(ownedBy("uni", { name: "Another name" }));
    await change(ownedBy("firm"));
    expect(house.server.kept).toEqual([]);
    expect(await house.dispositions()).toEqual({ heldForPerson: 51 });
  });

  it("comes later where its mail may have arrived", async () => {
    await house.loadWorld(ownedBy("old"));
    house.server.behave(addressOf("old"), { kind: "drop", at: "dot", kept: true });
    await house.submit({ csv: list("ssl-freak", "192.0.2.1") });
    await house.run();
    await change(ownedBy("new"));
    expect(mailsTo("new")).toEqual([]);
    const [delivery] = await query<{ id: DeliveryId }>("select id from deliveries");
    await settleDelivery({
      context: house.context,
      input: { actor: operator, delivery: delivery?.id as DeliveryId, arrived: true },
    });
    await house.run();
    expect(mailsTo("new")).toEqual([["192.0.2.1"]]);
    expect(await standing()).toMatchObject({ round: 2, owner: "new" });
    expect(await query("select from owed_redecisions")).toEqual([]);
  });
});

describe("when a date passes", () => {
  const day = 86_400_000;
  const at = (days: number): number => Date.parse("2026-07-01T09:00:00Z") + days * day;

  it("a claim that ends moves what was told", async () => {
    await tell(
      {
        organisations: {
          old: { claims: [{ of: "192.0.2.0/24", until: at(10) }] },
          region,
        },
      },
      "192.0.2.1",
    );
    house.later(9 * 24 * 60);
    expect((await house.run()).redecided.changed).toBe(0);
    house.later(2 * 24 * 60);
    expect((await house.run()).redecided).toMatchObject({ changed: 1, moved: 1 });
    expect(mailsTo("region")).toEqual([["192.0.2.1"]]);
    expect(await standing()).toMatchObject({ owner: null, round: 2 });
  });

  it("a stop that ends lets the owner hear of it", async () => {
    await tell(
      {
        ...ownedBy("uni"),
        stops: [{ of: "192.0.2.0/24", by: "uni", since: at(-1), until: at(10) }],
      },
      "192.0.2.1",
    );
    expect(await house.dispositions()).toEqual({ suppressed: 1 });
    house.later(11 * 24 * 60);
    await house.run();
    expect(mailsTo("uni")).toEqual([["192.0.2.1"]]);
  });
});

describe("deciding again", () => {
  it("does nothing where nothing changed", async () => {
    await tell(ownedBy("uni"), "192.0.2.1");
    expect(await runRedecide(house.context)).toEqual({ changed: 0, moved: 0, withdrawn: 0 });
  });

  it("takes account of a report that was being read when it began", async () => {
    await house.loadWorld(ownedBy("old"));
    await house.submit({ csv: list("ssl-freak", "192.0.2.1") });
    await house.run();
    await house.context.sql.query("update reports set state = 'received', completed_at = null");
    await house.context.sql.query("update findings set disposition = 3");
    await change(ownedBy("new"));
    // Its reader decided by the world of before all along.
    await house.context.sql.query(
      `update findings set disposition = 1, round = 1, state = 1,
              decision_id = (select min(id) from decisions where owner = 'old')`,
    );
    await house.context.sql.query(
      "update reports set state = 'completed', completed_at = received_at",
    );
    await house.run();
    expect(await standing()).toMatchObject({ owner: "new", round: 2 });
    expect((await house.run()).redecided.changed).toBe(0);
  });

  it("goes on after a crash, to the same end", async () => {
    await tell(ownedBy("old"), "192.0.2.1", "192.0.2.2");
    await house.loadWorld(ownedBy("new"));
    house.later(60);
    house.dieAt("kept");
    await expect(house.run()).rejects.toThrow(Killed);
    house.dieAt(null);
    await house.context.sql.query("update redecisions set completed_at = null, done_until = 0");
    await house.run();
    expect(mailsTo("new")).toEqual([["192.0.2.1", "192.0.2.2"]]);
    expect(await house.dispositions()).toEqual({ delivered: 2 });
  });
});
