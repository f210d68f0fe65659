import { beforeEach, describe, expect, it } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { administrator, operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { listHolders } from "../domain/claim/claim-holders.ts";
import { findAsset } from "../domain/claim/claim-record.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { spreadsheet } from "../registry/contact-import/spreadsheet.ts";
import { findPublicSuffix } from "../registry/public-suffix.ts";
import { checkClaims } from "./check-claims.ts";
import { checkRelations } from "./check-relations.ts";
import { consentRelation } from "./consent-relation.ts";
import { diffMembers } from "./diff-members.ts";
import { endRelation } from "./end-relation.ts";
import { listClaims } from "./list-claims.ts";
import { listInvitations } from "./list-invitations.ts";
import { listRelationSteps } from "./list-relation-steps.ts";
import { listRelations } from "./list-relations.ts";
import type { MembersContext } from "./members/plan-members.ts";
import { submitMembers } from "./submit-members.ts";

const house = useOutgoingHouse();
const { sql } = house.context;
const day = 24 * 60;

const context: MembersContext = {
  sql,
  clock: house.context.clock,
  readBasis: house.context.readBasis,
  instance: house.context.instance,
  catalogue: house.context.catalogue,
  memberReader: spreadsheet,
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
      cert: { roles: ["intermediary"], serves: ["192.0.2.0/24", "campus.example"] },
      alfa: { kvk: "12345678" },
      beta: { roles: ["owner"] },
      gamma: { memberOf: ["cert"] },
      bank: { claims: ["198.51.100.0/24"] },
    },
  });
});

const head = "organisation id;kvk;naam;e-mail;prefix;domein;informed";
const toList = (...rows: string[]) => ({
  kind: "file" as const,
  file: { name: "leden.csv", bytes: new TextEncoder().encode([head, ...rows, ""].join("\n")) },
  mapping: new Map<string, string>(),
});
const input = (...rows: string[]) => ({
  actor: administrator("cert"),
  intermediary: "cert" as OrganisationId,
  list: toList(...rows),
});
const diff = (...rows: string[]) => diffMembers({ context, input: input(...rows) });
const submit = (...rows: string[]) =>
  submitMembers({ context, input: { ...input(...rows), reference: null, force: false } });

async function consent(member: string): Promise<string> {
  const actor = administrator(member);
  const [relation] = await listRelations({
    context,
    input: { actor, organisation: null, ended: false, id: null },
  });
  const id = relation?.id ?? "";
  const organisation = member as OrganisationId;
  const said = { actor, id, organisation, informed: true, reference: null };
  await consentRelation({ context, input: said });
  return id;
}

async function ownersOf(object: string): Promise<readonly string[]> {
  const asset = findAsset(object);
  if (asset === null) throw new Error("no object");
  const { compiled } = await house.context.readBasis();
  return listHolders(compiled, asset, "own", house.context.clock().getTime());
}

async function states(): Promise<string[]> {
  const { rows } = await sql.query<{ line: string }>(
    "select organisation || ' ' || asset || ' ' || state as line from claims order by 1",
  );
  return rows.map(({ line }) => line);
}

const alfa = "alfa;;;;192.0.2.0/28;lab.campus.example;ja";

describe("a member list", () => {
  it("is compared first, and changes nothing then", async () => {
    const { difference, unknown, remarks, brake } = await diff(
      ";12345678;;;;;nee",
      ";;Beta;;;;",
      ";;Gamma;;;;",
      ";;Bakkerij De Korst;info@korst.example;;;",
      "bank;;;;198.51.100.0/24;;misschien",
      ";;;;192.0.2.9;;",
    );
    expect(difference).toMatchObject({
      added: ["alfa", "bank", "beta"],
      loaded: ["gamma"],
      gone: [],
    });
    expect(unknown).toEqual([
      { name: "Bakkerij De Korst", kvk: null, email: "info@korst.example" },
    ]);
    expect(remarks.map(({ line, field, problem }) => [line, field, problem])).toEqual([
      [7, "", "the row does not say whom it is about"],
      [6, "informed", "neither yes nor no"],
      [6, "prefix", "outside of what the intermediary may serve itself"],
    ]);
    expect(brake).toBeNull();
    const { rows } = await sql.query("select 1 from relations union all select 1 from invitations");
    expect(rows).toEqual([]);
  });

  it("asks, keeps whom nobody knows for an operator, and makes no entry of them", async () => {
    await submit("alfa;;;;;;", ";;Bakkerij De Korst;info@korst.example;;;");
    await submit("alfa;;;;;;", ";;Bakkerij De Korst;info@korst.example;;;");
    const invited = await listInvitations({
      context,
      input: { actor: operator, intermediary: null },
    });
    expect(invited).toMatchObject([
      { intermediary: "cert", name: "Bakkerij De Korst", email: "info@korst.example" },
    ]);
    const stranger = { actor: administrator("alfa"), intermediary: null };
    expect(await listInvitations({ context, input: stranger })).toEqual([]);
    const { rows: entries } = await sql.query("select 1 from register_entries");
    expect(entries).toEqual([]);
    const actor = administrator("cert");
    const listed = await listRelations({
      context,
      input: { actor, organisation: null, ended: false, id: null },
    });
    expect(listed.map(({ member, state }) => [member, state])).toEqual([["alfa", "asked"]]);
  });

  it("confirms for 90 days, and ends those that it does not name any more", async () => {
    await submit("alfa;;;;;;", "beta;;;;;;");
    await consent("alfa");
    await consent("beta");
    house.later(80 * day);
    await submit("alfa;;;;;;");
    house.later(80 * day);
    await checkRelations({ context });
    const actor = operator;
    const listed = await listRelations({
      context,
      input: { actor, organisation: null, ended: true, id: null },
    });
    expect(listed.map(({ member, state, reason }) => [member, state, reason])).toEqual([
      ["alfa", "active", "consented"],
      ["beta", "ended", "ended-by-intermediary"],
    ]);
  });

  it("is the intermediary's consent where the member had asked, and informs only when both want it", async () => {
    await submit("alfa;;;;;;ja");
    await consent("alfa");
    const { world } = await house.context.readBasis();
    const member = world.organisations.find(({ id }) => id === "alfa");
    expect(member?.memberOf[0]).toMatchObject({ intermediary: "cert", informed: true });
  });

  it("T15: waits for somebody of the house when unusually many would go", async () => {
    await submit("alfa;;;;;;", "beta;;;;;;", "bank;;;;;;");
    for (const member of ["alfa", "beta", "bank"]) await consent(member);
    await expect(submit("alfa;;;;;;")).rejects.toMatchObject({ code: "brake" });
    const own = { ...input("alfa;;;;;;"), reference: null, force: true };
    await expect(submitMembers({ context, input: own })).rejects.toMatchObject({ code: "brake" });
    const forced = { ...own, actor: operator, reference: "telephone, 3 July" };
    const { difference } = await submitMembers({ context, input: forced });
    expect(difference.gone).toEqual(["bank", "beta"]);
  });

  it("is refused when it names nobody, is another's, or of no intermediary", async () => {
    await expect(submit()).rejects.toMatchObject({ code: "input-refused" });
    const rogue = { ...input("alfa;;;;;;"), actor: administrator("beta") };
    await expect(diffMembers({ context, input: rogue })).rejects.toMatchObject({
      code: "not-permitted",
    });
    const owner = { ...rogue, intermediary: "beta" as OrganisationId };
    await expect(diffMembers({ context, input: owner })).rejects.toMatchObject({
      code: "input-refused",
    });
  });
});

describe("vouching", () => {
  it("T15: counts for members only, from their consent on, after a day, and ends with the relation", async () => {
    expect((await submit(alfa)).vouched).toMatchObject({ asked: 0, left: 2 });
    expect(await states()).toEqual([]);
    const id = await consent("alfa");
    expect(await states()).toEqual([
      "alfa 192.0.2.0/28 pending",
      "alfa lab.campus.example pending",
    ]);
    expect(await ownersOf("192.0.2.0/28")).toEqual([]);
    house.later(day);
    await checkClaims({ context });
    expect(await ownersOf("192.0.2.0/28")).toEqual(["alfa"]);
    const said = { actor: administrator("alfa"), id, at: null, reference: null };
    await endRelation({ context, input: { ...said, organisation: "alfa" as OrganisationId } });
    expect(await ownersOf("192.0.2.0/28")).toEqual([]);
    expect(await states()).toEqual([
      "alfa 192.0.2.0/28 revoked",
      "alfa lab.campus.example revoked",
    ]);
  });

  it.each(["198.51.100.0/24", "0.0.0.0/0", "192.0.0.0/16"])(
    "T15: not for %s, which the intermediary may not serve itself",
    async (prefix) => {
      const { remarks, vouched } = await submit(`gamma;;;;${prefix};;`);
      expect(remarks).toHaveLength(1);
      expect(vouched).toMatchObject({ asked: 0, left: 0 });
      expect(await states()).toEqual([]);
    },
  );

  it("T7: gives no history", async () => {
    await submit("gamma;;;;192.0.2.0/28;;");
    house.later(day);
    await checkClaims({ context });
    const { rows } = await sql.query<{ since: number }>(
      "select (content ->> 'since')::bigint as since from register_entries where section = 'claim' and until_change is null",
    );
    expect(rows).toEqual([{ since: context.clock().getTime() }]);
  });

  it("T10: its organisation sees who vouched, and is told when it is asked", async () => {
    await submit("gamma;;;;192.0.2.0/28;;");
    const claims = await listClaims({
      context,
      input: { actor: administrator("gamma"), organisation: null, ended: false },
    });
    expect(claims).toMatchObject([{ by: "cert", method: "vouched", object: "192.0.2.0/28" }]);
    const { rows } = await sql.query(
      "select organisation, data ->> 'organisation' as asker from notices where kind = 'claim-asked'",
    );
    expect(rows).toEqual([{ organisation: "gamma", asker: "cert" }]);
  });

  it("is confirmed by each list, and goes stale without one", async () => {
    await submit("gamma;;;;192.0.2.0/28;;");
    house.later(day);
    await checkClaims({ context });
    house.later(80 * day);
    expect((await submit("gamma;;;;192.0.2.0/28;;")).vouched).toMatchObject({ confirmed: 1 });
    house.later(80 * day);
    await checkClaims({ context });
    expect(await states()).toEqual(["gamma 192.0.2.0/28 active"]);
    house.later(11 * day);
    await checkClaims({ context });
    expect(await states()).toEqual(["gamma 192.0.2.0/28 stale"]);
    expect((await submit("gamma;;;;;;")).vouched).toMatchObject({ withdrawn: 1 });
    expect(await states()).toEqual(["gamma 192.0.2.0/28 revoked"]);
  });

  it("ends when the world file does not have the relation any more", async () => {
    await submit("gamma;;;;192.0.2.0/28;;");
    await house.loadWorld({
      organisations: { cert: { roles: ["intermediary"], serves: ["192.0.2.0/24"] }, gamma: {} },
    });
    expect(await checkRelations({ context })).toMatchObject({ forsaken: 1 });
    expect(await states()).toEqual(["gamma 192.0.2.0/28 revoked"]);
  });
});

it("T15: a member reads what its intermediary did about it, and nobody else's", async () => {
  await submit(alfa, "beta;;;;;;");
  const id = await consent("alfa");
  const read = async (organisation: string) => {
    const actor = administrator(organisation);
    const steps = await listRelationSteps({
      context,
      input: { actor, organisation: null, intermediary: null, limit: 50 },
    });
    return steps.map(({ member, by, what }) => `${member} ${by ?? "clock"} ${what}`);
  };
  expect((await read("alfa")).toSorted()).toEqual(
    [
      "alfa cert asked",
      "alfa cert claim 192.0.2.0/28 pending",
      "alfa cert claim 192.0.2.0/28 pending",
      "alfa cert claim lab.campus.example pending",
      "alfa cert claim lab.campus.example pending",
      "alfa member consented",
    ]
      .map((line) => line.replace("member", "alfa"))
      .toSorted(),
  );
  expect(await read("beta")).toEqual(["beta cert asked"]);
  expect(await read("bank")).toEqual([]);
  expect(id).not.toBe("");
});

describe("by raw SQL", () => {
  const count = (role: string, organisation: string, table: string): Promise<number> =>
    sql.lend(async (client) => {
      await client.query("begin");
      await client.query(`set local role ${role}`);
      await client.query("select set_config('meldpunt.organisation', $1, true)", [organisation]);
      try {
        return (await client.query(`select count(*)::int as n from ${table}`)).rows[0].n;
      } finally {
        await client.query("rollback");
      }
    });

  it.each(["member_lists", "invitations"])(
    "only the intermediary and the house see its %s",
    async (table) => {
      await submit("alfa;;;;;;", ";;Bakkerij De Korst;;;;");
      const seen = ["cert", "alfa", ""].map((organisation) =>
        count("meldpunt_member", organisation, table),
      );
      expect(await Promise.all(seen)).toEqual([1, 0, 0]);
      expect(await count("meldpunt_house", "", table)).toBe(1);
      await expect(count("meldpunt_finder", "", table)).rejects.toMatchObject({ code: "42501" });
    },
  );

  it("an intermediary sees the claims that it vouches for, and no other of its member", async () => {
    await submit("gamma;;;;192.0.2.0/28;;");
    await sql.query(
      `insert into claims (id, organisation, asset, use, method, state, reason, asked_at, asked_by, next_check_at)
       values (gen_random_uuid(), 'gamma', 'gamma.example', 'own', 'dns', 'pending', 'asked', now(), 'x', now())`,
    );
    expect(await count("meldpunt_member", "cert", "(select id from claims) c")).toBe(1);
    expect(await count("meldpunt_member", "gamma", "(select id from claims) c")).toBe(2);
  });
});
