import type { SnapshotId } from "../../domain/ids.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { compileWorld } from "../../domain/world/compile-world.ts";
import type { CompiledWorld } from "../../domain/world/compiled-world.ts";
import type { World } from "../../domain/world/world.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import type { MasterKey } from "../../platform/master-key.ts";
import { listDeadAddresses } from "../../store/address-states.ts";
import { readFoundContacts } from "../../store/found-contacts.ts";
import { readRegistry } from "../../store/registry.ts";
import { currentSnapshot, type Snapshot } from "../../store/snapshots.ts";
import { listSuppressions } from "../../store/suppressions.ts";
import { readWorld } from "../../store/worlds.ts";
import { toSilences } from "./silences.ts";

/** What decisions are made with: one state of world, registry, addresses and found contacts, compiled. */
export type Basis = {
  readonly snapshot: SnapshotId;
  readonly world: World;
  readonly registry: Registry;
  readonly compiled: CompiledWorld;
};

/**
 * A way to the present basis that reads and compiles it once for as long as nothing changes, whoever asks.
 */
export function makeBasisReader(
  sql: Sql,
  clock: Clock,
  homeCountry: string,
  masterKey: MasterKey,
): () => Promise<Basis> {
  let known: Basis | null = null;
  let reading: Promise<Basis> | null = null;
  return async () => {
    reading ??= readBasis(sql, clock(), homeCountry, masterKey, known).finally(() => {
      reading = null;
    });
    known = await reading;
    return known;
  };
}

/** How often a registry may be replaced between naming and reading it before something is wrong. */
const mostAttempts = 5;

/** The present basis; answers `known` again while nothing changed. */
export async function readBasis(
  sql: Sql,
  now: Date,
  homeCountry: string,
  masterKey: MasterKey,
  known: Basis | null = null,
): Promise<Basis> {
  for (let attempt = 1; ; attempt++) {
    const snapshot = await currentSnapshot(sql, now);
    if (known?.snapshot === snapshot.id) return known;
    try {
      return await readSnapshot(sql, snapshot, homeCountry, masterKey);
    } catch (error) {
      const replaced = error instanceof AppError && error.code === "not-found";
      if (!replaced || attempt === mostAttempts) throw error;
    }
  }
}

/** Throws `not-found` when a layer of the registry was replaced since, or contacts expired: they are gone. */
async function readSnapshot(
  sql: Sql,
  snapshot: Snapshot,
  homeCountry: string,
  masterKey: MasterKey,
): Promise<Basis> {
  const world = await readWorld(sql, snapshot);
  const registry = await readRegistry(sql, {
    announced: snapshot.announcedId,
    delegated: snapshot.delegatedId,
    contacts: snapshot.contactsId,
  });
  const dead = await listDeadAddresses(sql, snapshot);
  const found = await readFoundContacts(sql, snapshot);
  const silences = toSilences(await listSuppressions(sql, snapshot), masterKey);
  const compiled = compileWorld(world, registry, dead, homeCountry, found, silences);
  return { snapshot: snapshot.id, world, registry, compiled };
}
