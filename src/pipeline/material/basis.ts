import { compileWorld } from "../../domain/compile-world.ts";
import type { CompiledWorld } from "../../domain/compiled-world.ts";
import type { SnapshotId } from "../../domain/ids.ts";
import type { Registry } from "../../domain/registry.ts";
import type { World } from "../../domain/world.ts";
import type { Sql } from "../../platform/database.ts";
import { listDeadAddresses } from "../../store/address-states.ts";
import { readRegistry } from "../../store/registry.ts";
import { currentSnapshot } from "../../store/snapshots.ts";
import { readWorld } from "../../store/worlds.ts";

/** What decisions are made with: one state of world, registry and addresses, compiled. */
export type Basis = {
  readonly snapshot: SnapshotId;
  readonly world: World;
  readonly registry: Registry;
  readonly compiled: CompiledWorld;
};

/** The present basis; answers `known` again while nothing changed. */
export async function readBasis(
  sql: Sql,
  homeCountry: string,
  known: Basis | null = null,
): Promise<Basis> {
  const snapshot = await currentSnapshot(sql);
  if (known?.snapshot === snapshot.id) return known;
  const world = await readWorld(sql, snapshot);
  const registry = await readRegistry(sql, snapshot);
  const compiled = compileWorld(world, registry, await listDeadAddresses(sql, snapshot));
  return { snapshot: snapshot.id, world, registry, compiled };
}
