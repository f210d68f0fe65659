import { beforeEach, describe, expect, it } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { memberOf, operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { transaction } from "../platform/database.ts";
import { findPublicSuffix } from "../registry/public-suffix.ts";
import { parseWorldFile } from "../registry/world-file/parse-world-file.ts";
import { readWorld } from "../store/worlds.ts";
import { changeOrganisation } from "./change-organisation.ts";
import { confirmContact } from "./confirm-contact.ts";
import type { OrganisationContext } from "./organisations/organisation-context.ts";
import { settleOrganisationChange } from "./settle-organisation-change.ts";
import { showOrganisation } from "./show-organisation.ts";
import { suspendOrganisation } from "./suspend-organisation.ts";

const house = useOutgoingHouse();
const { sql } = house.context;
let drawn = 0;

const context: OrganisationContext = {
  sql,
  clock: house.context.clock,
  catalogue: house.context.catalogue,
  instance: house.context.instance,
  readBasis: house.context.readBasis,
  findSuffix: findPublicSuffix,
  checks: null,
  parseWorld: parseWorldFile,
  random: (bytes) => {
    drawn += 1;
    return new Uint8Array(bytes).fill(drawn % 256);
  },
};

const alfa = "alfa" as OrganisationId;
const administrator = memberOf(alfa, "administrator");

beforeEach(async () => {
  await emptyTables(
    sql,
    `organisation_changes, contact_confirmations, claims, claim_changes, register_changes,
     register_entries`,
  );
  await house.loadWorld({
    organisations: {
      alfa: { claims: ["192.0.2.0/24"] },
      beta: { roles: ["owner"] },
      cert: { roles: ["intermediary"] },
    },
  });
});

const change = (
  fragment: Record<string, unknown>,
  actor: Actor = administrator,
  more: { readonly dryRun?: boolean; readonly force?: boolean } = {},
) =>
  changeOrganisation({
    context,
    input: {
      actor,
      organisation: alfa,
      fragment,
      dryRun: more.dryRun ?? false,
      force: more.force ?? true,
      reason: null,
    },
  });

const settle = (
  state: "accepted" | "declined" | "withdrawn",
  actor: Actor,
  reason: string | null = null,
) => settleOrganisationChange({ context, input: { actor, organisation: alfa, state, reason } });

async function entry() {
  const found = (await readWorld(sql)).organisations.find(({ id }) => id === alfa);
  if (found === undefined) throw new Error("no alfa");
  return found;
}

async function told(kind: string): Promise<string[]> {
  const { rows } = await sql.query<{ address: string }>(
    "select address from notices where kind = $1 order by address",
    [kind],
  );
  return rows.map(({ address }) => address);
}

const newContacts = [{ role: "findings", email: "new@alfa.example", language: "nl" }];

async function typeCode(address: string): Promise<void> {
  const { rows } = await sql.query<{ code: string }>(
    "select data ->> 'code' as code from notices where kind = 'contact-code' and address = $1 order by id desc",
    [address],
  );
  const input = {
    actor: administrator,
    organisation: alfa,
    address: address as EmailAddress,
    code: rows[0]?.code ?? "",
  };
  await confirmContact({ context, input });
}

describe("a change of an entry by its organisation", () => {
  it("that is its own takes effect at once, beside what it did not name", async () => {
    const before = await entry();
    const { outcome, fields } = await change({
      path: "direct",
      filters: [{ decline: { kind: "misconfiguration" } }],
    });
    expect(outcome).toBe("applied");
    expect(Object.keys(fields).sort()).toEqual(["filters", "path"]);
    expect(await entry()).toEqual({
      ...before,
      path: "direct",
      filters: [{ kind: "misconfiguration", type: null }],
    });
    expect((await entry()).claims).toHaveLength(1);
  });

  it("that says more waits for an operator, one at a time", async () => {
    expect(await change({ sector: "energy", roles: ["owner", "intermediary"] })).toMatchObject({
      outcome: "operator",
    });
    expect((await entry()).sector).toBeNull();
    await expect(change({ name: "Alfa BV" })).rejects.toMatchObject({ code: "conflict" });
    await expect(settle("accepted", administrator)).rejects.toMatchObject({
      code: "not-permitted",
    });
    await settle("accepted", operator);
    expect(await entry()).toMatchObject({ sector: "energy", roles: ["owner", "intermediary"] });
    await expect(settle("accepted", operator)).rejects.toMatchObject({ code: "not-found" });
  });

  it("is declined with a reason only, or withdrawn by the organisation", async () => {
    await change({ government: true });
    await expect(settle("declined", operator)).rejects.toMatchObject({ code: "wrong-usage" });
    await settle("declined", operator, "no public authority");
    await change({ name: "Alfa BV" });
    await settle("withdrawn", administrator);
    expect((await entry()).government).toBe(false);
    const input = { actor: administrator, organisation: alfa };
    const { changes } = await showOrganisation({ context, input });
    expect(changes.map(({ state, reason }) => [state, reason])).toEqual([
      ["withdrawn", null],
      ["declined", "no public authority"],
    ]);
  });

  it("T6: of contacts is told to all, old and new, and holds once somebody reads there", async () => {
    const [old] = (await entry()).contacts;
    const { outcome } = await change({ contacts: newContacts });
    expect(outcome).toBe("codes");
    expect((await entry()).contacts).toEqual([old]);
    expect(await told("organisation-change-asked")).toEqual([old?.email]);
    await typeCode("new@alfa.example");
    expect((await entry()).contacts.map(({ email }) => email)).toEqual(["new@alfa.example"]);
    expect(await told("organisation-changed")).toEqual([old?.email, "new@alfa.example"].sort());
  });

  it("shows what it would do, and does nothing, in a dry run", async () => {
    const { outcome, trial } = await change({ path: "cert" }, administrator, { dryRun: true });
    expect(outcome).toBe("dry-run");
    expect(trial?.coverage).toBeDefined();
    expect((await entry()).path).toBeNull();
    expect((await sql.query("select 1 from notices")).rows).toEqual([]);
  });

  it("that changes nothing is none", async () => {
    expect(await change({ path: "cert" })).toMatchObject({ outcome: "applied" });
    expect(await change({ path: "cert" })).toMatchObject({ outcome: "unchanged" });
  });

  it.each([
    [{ claims: [] }, "claims"],
    [{ suspended: false }, "suspended"],
    [{}, "nothing"],
    [{ path: "nobody" }, "nobody"],
    [{ path: "beta" }, "no intermediary"],
    [{ contacts: [{ role: "findings", email: "x" }] }, "x"],
    [{ contacts: [{ role: "findings", email: "a@b.example", pgp: "/etc/passwd" }] }, "key"],
  ] as const)("is refused where it cannot be: %j", async (fragment, why) => {
    await expect(change(fragment)).rejects.toMatchObject({
      code: "input-refused",
      message: expect.stringContaining(why),
    });
  });

  it("is nobody else's to make or to see", async () => {
    const stranger: Actor = { ...administrator, organisation: "beta" as OrganisationId };
    const reader: Actor = { ...administrator, role: "reader" };
    for (const actor of [stranger, reader]) {
      await expect(change({ path: "direct" }, actor)).rejects.toMatchObject({
        code: "not-permitted",
      });
    }
    await expect(
      showOrganisation({ context, input: { actor: stranger, organisation: alfa } }),
    ).rejects.toMatchObject({ code: "not-permitted" });
  });
});

describe("an operator", () => {
  it("changes anything at once, and new addresses are asked for a code", async () => {
    const { outcome } = await change({ sector: "energy", contacts: newContacts }, operator);
    expect(outcome).toBe("applied");
    expect(await entry()).toMatchObject({ sector: "energy" });
    expect(await told("contact-code")).toEqual(["new@alfa.example"]);
  });

  it("suspends an organisation, whose claims then count for nothing, and resumes it", async () => {
    const standing = (suspended: boolean) =>
      suspendOrganisation({
        context,
        input: { actor: operator, organisation: alfa, suspended, reason: "account taken over" },
      });
    await standing(true);
    expect((await entry()).suspended).toBe(true);
    await expect(standing(true)).rejects.toMatchObject({ code: "conflict" });
    await standing(false);
    expect((await entry()).suspended).toBe(false);
    const { rows } = await sql.query("select reason from register_changes order by id");
    expect(rows).toEqual([{ reason: "account taken over" }, { reason: "account taken over" }]);
  });
});

describe("by raw SQL", () => {
  const asRole = (role: string, organisation: string, text: string) =>
    transaction(sql, async (held) => {
      await held.query(`set local role ${role}`);
      await held.query("select set_config('meldpunt.organisation', $1, true)", [organisation]);
      return (await held.query(text)).rows;
    });

  it("an organisation sees its own changes and confirmations, nobody else's", async () => {
    await change({ contacts: newContacts });
    for (const table of ["organisation_changes", "contact_confirmations"]) {
      const text = `select organisation from ${table}`;
      expect(await asRole("meldpunt_member", "alfa", text)).toEqual([{ organisation: "alfa" }]);
      expect(await asRole("meldpunt_member", "beta", text)).toEqual([]);
      expect(await asRole("meldpunt_member", "", text)).toEqual([]);
      expect(await asRole("meldpunt_house", "", text)).toHaveLength(1);
    }
  });

  it.each([
    "select 1 from registrations",
    "select code_hash from contact_confirmations",
    "select 1 from notices",
    "update organisation_changes set state = 'accepted'",
    "delete from contact_confirmations",
    "insert into organisation_agreements values ('alfa', 'a', '1', 'nl', now(), 'x')",
  ])("an organisation may not: %s", async (text) => {
    await expect(asRole("meldpunt_member", "alfa", text)).rejects.toMatchObject({ code: "42501" });
    await expect(asRole("meldpunt_finder", "", text)).rejects.toMatchObject({ code: "42501" });
  });

  it("the house reads and changes nothing", async () => {
    expect(await asRole("meldpunt_house", "", "select 1 from registrations")).toEqual([]);
    await expect(asRole("meldpunt_house", "", "delete from registrations")).rejects.toMatchObject({
      code: "42501",
    });
  });
});
