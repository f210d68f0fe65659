import { beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "../../test/database.ts";
import { emptyTables } from "../../test/empty-tables.ts";
import { operator } from "../../test/makers/actors.ts";
import { makeWorld } from "../../test/properties/make-world.ts";
import type { Entry } from "../domain/world/plain-entry.ts";
import type { Claim } from "../domain/world/world.ts";
import { transaction } from "../platform/database.ts";
import { newUuid } from "../platform/uuid.ts";
import { changeRegister, lockRegister, type RegisterEdit, readEntries } from "./register.ts";
import { currentSnapshot, findSnapshot } from "./snapshots.ts";
import { readWorld } from "./worlds.ts";

const sql = useDatabase();
const at = new Date("2026-07-01T09:00:00Z");

const change = (edit: RegisterEdit) =>
  transaction(sql, async (sql) => {
    await lockRegister(sql);
    return changeRegister(
      sql,
      { at, actor: operator, act: "register.decide", about: null, reason: null },
      edit,
    );
  });

const claimOf = (organisation: string, asset: string): Claim =>
  makeWorld({ organisations: { [organisation]: { claims: [asset] } } }).organisations[0]
    ?.claims[0] as Claim;

const recordOf = (organisation: string): Entry => {
  const [found] = makeWorld({ organisations: { [organisation]: {} } }).organisations;
  const { claims: _, memberOf: __, ...value } = found as NonNullable<typeof found>;
  return { section: "organisation", value };
};

beforeEach(async () => {
  await emptyTables(sql, "register_changes, register_entries, snapshots");
});

describe("a change of the register", () => {
  it("holds from its number on, and what held before can be read again", async () => {
    const [own, claim] = [newUuid(), newUuid()];
    await change({ put: [{ id: own, entry: recordOf("alfa") }], end: [] });
    const before = await currentSnapshot(sql, at);
    await change({
      put: [{ id: claim, entry: { section: "claim", value: claimOf("alfa", "192.0.2.0/24") } }],
      end: [],
    });
    const after = await currentSnapshot(sql, at);
    await change({ put: [], end: [claim] });
    const claims = async (world: ReturnType<typeof readWorld>) =>
      (await world).organisations.map(({ claims }) => claims.length);
    expect(await claims(readWorld(sql, before))).toEqual([0]);
    expect(await claims(readWorld(sql, after))).toEqual([1]);
    expect(await claims(readWorld(sql))).toEqual([0]);
    expect((await currentSnapshot(sql, at)).id).not.toBe(after.id);
    expect(await findSnapshot(sql, after.id)).toEqual(after);
  });

  it("puts a new version of an entry in the place of the one before", async () => {
    const id = newUuid();
    const first = recordOf("alfa") as Entry & { section: "organisation" };
    await change({ put: [{ id, entry: first }], end: [] });
    await change({
      put: [{ id, entry: { ...first, value: { ...first.value, name: "Alfa 2" } } }],
      end: [],
    });
    const entries = await readEntries(sql, "present");
    expect(entries.map(({ id, content }) => [id, content.name])).toEqual([[id, "Alfa 2"]]);
    expect((await sql.query("select 1 from register_entries")).rowCount).toBe(2);
  });

  it("never lets two organisations hold the same object at the same time, whatever the code does", async () => {
    const asset = "192.0.2.0/24";
    const first = newUuid();
    await change({
      put: [{ id: first, entry: { section: "claim", value: claimOf("alfa", asset) } }],
      end: [],
    });
    const rival = {
      id: newUuid(),
      entry: { section: "claim", value: claimOf("beta", asset) },
    } as const;
    await expect(change({ put: [rival], end: [] })).rejects.toMatchObject({ code: "23505" });
    await change({ put: [rival], end: [first] });
    expect((await readEntries(sql, "present")).map(({ party }) => party)).toEqual(["beta"]);
  });

  it("is seen by an organisation where it is about its own entries only", async () => {
    await change({
      put: ["alfa", "beta"].map((name) => ({ id: newUuid(), entry: recordOf(name) })),
      end: [],
    });
    const seen = await transaction(sql, async (sql) => {
      await sql.query("set local role meldpunt_member");
      await sql.query("select set_config('meldpunt.organisation', 'beta', true)");
      return (await sql.query<{ party: string }>("select party from register_entries")).rows;
    });
    expect(seen).toEqual([{ party: "beta" }]);
  });
});
