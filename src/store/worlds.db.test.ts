import fc from "fast-check";
import { expect, test } from "vitest";
import { useDatabase } from "../../test/database.ts";
import { anyWorld } from "../../test/properties/arbitrary-world.ts";
import { makeWorld } from "../../test/properties/make-world.ts";
import { databasePropertySettings } from "../../test/properties/settings.ts";
import { emptyWorld } from "../domain/world/world.ts";
import { transaction } from "../platform/database.ts";
import { currentSnapshot, findSnapshot } from "./snapshots.ts";
import { findCurrentWorld, hashWorld, lockWorlds, readWorld, saveWorld } from "./worlds.ts";

const sql = useDatabase();
const loadedAt = new Date("2026-07-01T00:00:00Z");
const load = { fileName: "world.yaml", loadedAt, difference: null };

test("before the first load the world is empty and has a snapshot", async () => {
  expect(await findCurrentWorld(sql)).toBeNull();
  expect(await readWorld(sql)).toEqual(emptyWorld);
  const snapshot = await currentSnapshot(sql, loadedAt);
  expect(snapshot).toMatchObject({
    worldId: null,
    announcedId: null,
    delegatedId: null,
    contactsId: null,
    addressStateId: 0,
    foundContactId: 0,
  });
  expect(await readWorld(sql, snapshot)).toEqual(emptyWorld);
});

test("a world comes back as it was loaded, and older ones by their snapshot", async () => {
  const first = makeWorld({
    organisations: { "uni-x": { claims: ["192.0.2.0/24", "AS64500", "uni-x.example"] } },
    stops: [{ of: "192.0.2.7/32", by: "uni-x", until: 1 }],
  });
  const second = makeWorld({
    organisations: { "uni-y": { claims: [{ of: "2001:db8::/32", since: 5, agreed: true }] } },
  });
  const version = await transaction(sql, async (tx) => {
    await lockWorlds(tx);
    return saveWorld(tx, first, load);
  });
  expect(version.sha256).toBe(hashWorld(first));
  expect(await findCurrentWorld(sql)).toEqual(version);
  const snapshot = await currentSnapshot(sql, loadedAt);
  await saveWorld(sql, second, { ...load, loadedAt: new Date(loadedAt.getTime() + 1) });
  expect(await readWorld(sql)).toEqual(second);
  expect(await readWorld(sql, snapshot)).toEqual(first);
});

test("any world survives its way through the database", async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, async (world) => {
      await saveWorld(sql, world, load);
      const read = await readWorld(sql);
      expect(hashWorld(read)).toBe(hashWorld(world));
      const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
      expect(
        read.organisations.map(({ id, contacts, filters }) => ({ id, contacts, filters })),
      ).toEqual(
        world.organisations
          .toSorted(byId)
          .map(({ id, contacts, filters }) => ({ id, contacts, filters })),
      );
      const claims = ({ organisations }: typeof world) =>
        organisations.flatMap((organisation) => organisation.claims).toSorted(byId);
      expect(claims(read)).toEqual(claims(world));
    }),
    { ...databasePropertySettings, numRuns: 20 },
  );
});

test("an unchanged state has one snapshot, also for many who ask at once; a change makes a new one", async () => {
  const asked = await Promise.all(Array.from({ length: 8 }, () => currentSnapshot(sql, loadedAt)));
  expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
  const [before] = asked;
  await sql.query(
    `insert into address_states (address, state, since, reason, alters_deadness)
     values ('a@b.example', 'dead', now(), 'no such mailbox', true)`,
  );
  const after = await currentSnapshot(sql, loadedAt);
  expect(after.id).not.toBe(before?.id);
  expect(after.addressStateId).toBeGreaterThan(0);
  await sql.query(
    `insert into registry_versions (id, layer, loaded_at, files, ranges, difference)
     values ('01900000-0000-7000-8000-000000000001', 'announced', now(), '[]', 1, '{}')`,
  );
  const registry = await currentSnapshot(sql, loadedAt);
  expect(registry).toMatchObject({
    announcedId: "01900000-0000-7000-8000-000000000001",
    worldId: after.worldId,
  });
  expect(await findSnapshot(sql, registry.id)).toEqual(registry);
});
