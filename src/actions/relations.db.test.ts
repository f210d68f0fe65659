import { beforeEach, describe, expect, it } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { administrator, memberOf, operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { findPublicSuffix } from "../registry/public-suffix.ts";
import { type AskRelationInput, askRelation } from "./ask-relation.ts";
import { checkRelations } from "./check-relations.ts";
import { consentRelation } from "./consent-relation.ts";
import { endRelation } from "./end-relation.ts";
import { listRelations } from "./list-relations.ts";
import type { RelationContext } from "./relations/relation-context.ts";

const house = useOutgoingHouse();
const { sql } = house.context;
const day = 24 * 60;

const context: RelationContext = {
  sql,
  clock: house.context.clock,
  readBasis: house.context.readBasis,
  instance: house.context.instance,
  findSuffix: findPublicSuffix,
  checks: null,
  random: (bytes) => new Uint8Array(bytes),
};

beforeEach(async () => {
  await emptyTables(
    sql,
    `relations, relation_changes, member_lists, invitations, claims, claim_changes, notices,
     register_changes, register_entries`,
  );
  await house.loadWorld({
    organisations: {
      cert: { roles: ["intermediary"] },
      other: { roles: ["intermediary"] },
      alfa: { claims: ["192.0.2.0/24"] },
      beta: { roles: ["owner"] },
    },
  });
});

const ask = (
  side: AskRelationInput["side"],
  member: string,
  more: Partial<AskRelationInput> = {},
) =>
  askRelation({
    context,
    input: {
      actor: administrator(side === "member" ? member : "cert"),
      side,
      member: member as OrganisationId,
      intermediary: "cert" as OrganisationId,
      informed: false,
      until: null,
      reference: null,
      ...more,
    },
  });
const consent = (id: string, organisation: string, actor = administrator(organisation)) => {
  const input = { actor, id, organisation: organisation as OrganisationId };
  return consentRelation({ context, input: { ...input, informed: false, reference: null } });
};
const end = (id: string, organisation: string, at: Date | null = null) => {
  const input = { actor: administrator(organisation), id, at, reference: null };
  return endRelation({
    context,
    input: { ...input, organisation: organisation as OrganisationId },
  });
};

async function served(): Promise<readonly string[]> {
  const { world } = await house.context.readBasis();
  return world.organisations.flatMap(({ id, memberOf }) =>
    memberOf.map(({ intermediary }) => `${id} by ${intermediary}`),
  );
}

async function told(): Promise<string[]> {
  const { rows } = await sql.query<{ line: string }>(
    "select kind || ' ' || organisation as line from notices order by queued_at, id",
  );
  return rows.map(({ line }) => line);
}

describe("a relation", () => {
  it.each([
    ["intermediary", "alfa"],
    ["member", "cert"],
  ] as const)(
    "asked by the %s is in force once the other consents, and not before",
    async (side, other) => {
      const { id } = await ask(side, "alfa");
      expect(await served()).toEqual([]);
      house.later(60);
      const { standing } = await consent(id, other);
      expect(standing).toMatchObject({ state: "active", activeSinceMs: context.clock().getTime() });
      expect(await served()).toEqual(["alfa by cert"]);
      const { world } = await house.context.readBasis();
      const alfa = world.organisations.find((organisation) => organisation.id === "alfa");
      expect(alfa?.memberOf[0]).toMatchObject({
        since: context.clock().getTime(),
        informed: false,
      });
      expect((await told()).toSorted()).toEqual(
        [`relation-asked ${other}`, "relation-active alfa", "relation-active cert"].toSorted(),
      );
    },
  );

  it("is not consented to by who asked, nor by anybody else", async () => {
    const { id } = await ask("intermediary", "alfa");
    expect((await consent(id, "cert")).standing.state).toBe("asked");
    await expect(consent(id, "beta")).rejects.toMatchObject({ code: "not-found" });
    await expect(consent(id, "alfa", administrator("cert"))).rejects.toMatchObject({
      code: "not-permitted",
    });
    const reader = memberOf("alfa", "handler");
    await expect(consent(id, "alfa", reader)).rejects.toMatchObject({ code: "not-permitted" });
    expect(await served()).toEqual([]);
  });

  it("that is recorded by the house needs to say where the paper is", async () => {
    const { id } = await ask("intermediary", "alfa");
    const input = { actor: operator, id, organisation: "alfa" as OrganisationId, informed: true };
    await expect(
      consentRelation({ context, input: { ...input, reference: " " } }),
    ).rejects.toMatchObject({ code: "wrong-usage" });
    await consentRelation({ context, input: { ...input, reference: "letter of 1 June, map 12" } });
    const { rows } = await sql.query(
      "select side, what, reference from relation_changes order by id desc limit 1",
    );
    expect(rows).toEqual([
      { side: "member", what: "consented", reference: "letter of 1 June, map 12" },
    ]);
  });

  it("T13: asked of nobody answers as one that waits does, and ends as one that nobody answered", async () => {
    const known = await ask("intermediary", "alfa");
    const unknown = await ask("intermediary", "nobody");
    expect(Object.keys(unknown)).toEqual(Object.keys(known));
    expect(unknown.until).toEqual(known.until);
    house.later(30 * day);
    await checkRelations({ context });
    const input = { actor: administrator("cert"), organisation: null, ended: true, id: null };
    const listed = await listRelations({ context, input });
    expect(listed.map(({ state, reason }) => [state, reason])).toEqual([
      ["ended", "never-consented"],
      ["ended", "never-consented"],
    ]);
    expect((await told()).filter((line) => line.startsWith("relation-ended"))).toEqual([
      "relation-ended cert",
      "relation-ended cert",
    ]);
  });

  it("does not come into force with somebody that nobody knows", async () => {
    const { id } = await ask("intermediary", "nobody");
    const input = { actor: operator, id, organisation: "nobody" as OrganisationId };
    await expect(
      consentRelation({ context, input: { ...input, informed: false, reference: "letter" } }),
    ).rejects.toMatchObject({ code: "not-found" });
    expect(await served()).toEqual([]);
  });

  it("is open once between two", async () => {
    await ask("intermediary", "alfa");
    await expect(ask("member", "alfa")).rejects.toMatchObject({ code: "conflict" });
  });

  it("is asked for by an intermediary only, and by nobody for itself or the past", async () => {
    const beta = { actor: administrator("beta"), intermediary: "beta" as OrganisationId };
    await expect(ask("intermediary", "alfa", beta)).rejects.toMatchObject({
      code: "input-refused",
    });
    await expect(ask("intermediary", "cert")).rejects.toMatchObject({ code: "input-refused" });
    const past = { until: context.clock() };
    await expect(ask("intermediary", "alfa", past)).rejects.toMatchObject({
      code: "input-refused",
    });
  });

  it.each(["alfa", "cert"])("ends at once by the word of %s, and both are told", async (side) => {
    const { id } = await ask("intermediary", "alfa");
    await consent(id, "alfa");
    await emptyTables(sql, "notices");
    await end(id, side);
    expect(await served()).toEqual([]);
    expect((await told()).toSorted()).toEqual(["relation-ended alfa", "relation-ended cert"]);
    await expect(consent(id, "alfa")).rejects.toMatchObject({ code: "conflict" });
    expect((await ask("member", "alfa")).id).not.toBe(id);
  });

  it("ends at its date, for decisions at that very instant", async () => {
    const { id } = await ask("intermediary", "alfa");
    await consent(id, "alfa");
    const until = new Date(context.clock().getTime() + 3 * day * 60_000);
    await end(id, "alfa", until);
    const { world } = await house.context.readBasis();
    const alfa = world.organisations.find((organisation) => organisation.id === "alfa");
    expect(alfa?.memberOf[0]?.until).toBe(until.getTime());
    house.later(3 * day);
    expect(await checkRelations({ context })).toEqual({ moved: 1, ended: 1, forsaken: 0 });
    expect(await served()).toEqual([]);
  });

  it("that its intermediary does not confirm goes stale, holds on, lapses, and the member is told", async () => {
    const { id } = await ask("intermediary", "alfa");
    await consent(id, "alfa");
    await emptyTables(sql, "notices");
    house.later(77 * day);
    await checkRelations({ context });
    await checkRelations({ context });
    expect(await told()).toEqual(["members-due cert"]);
    house.later(13 * day);
    await checkRelations({ context });
    expect(await served()).toEqual(["alfa by cert"]);
    house.later(30 * day);
    await checkRelations({ context });
    expect(await served()).toEqual([]);
    const lines = await told();
    expect(lines.filter((line) => line.endsWith(" alfa"))).toEqual([
      "relation-stale alfa",
      "relation-ended alfa",
    ]);
  });
});

describe("by raw SQL", () => {
  const count = async (role: string, organisation: string, table: string): Promise<number> => {
    const connection = await sql.lend(async (client) => {
      await client.query("begin");
      await client.query(`set local role ${role}`);
      await client.query("select set_config('meldpunt.organisation', $1, true)", [organisation]);
      try {
        return (await client.query(`select count(*)::int as n from ${table}`)).rows[0];
      } finally {
        await client.query("rollback");
      }
    });
    return connection.n;
  };

  it.each(["relations", "relation_changes"])(
    "both sides see their %s, nobody else does",
    async (table) => {
      await ask("intermediary", "alfa");
      const each = ["cert", "alfa", "beta", "other", ""].map((organisation) =>
        count("meldpunt_member", organisation, table),
      );
      expect(await Promise.all(each)).toEqual([1, 1, 0, 0, 0]);
      expect(await count("meldpunt_house", "", table)).toBe(1);
      await expect(count("meldpunt_finder", "", table)).rejects.toMatchObject({ code: "42501" });
    },
  );

  it("the database itself puts nothing into force that one side alone consented to", async () => {
    const { id } = await ask("intermediary", "alfa");
    await expect(
      sql.query("update relations set state = 'active', active_since = now() where id = $1", [id]),
    ).rejects.toMatchObject({ code: "23514" });
  });
});
