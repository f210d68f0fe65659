import type { SnapshotId } from "../ids.ts";
import type { Registry } from "../registry/registry.ts";
import type { CompiledWorld } from "../world/compiled-world.ts";
import type { World } from "../world/world.ts";

/** What decisions are made with: one state of world, registry and addresses, compiled. */
export type DecisionBasis = {
  readonly snapshot: SnapshotId;
  readonly world: World;
  readonly registry: Registry;
  readonly compiled: CompiledWorld;
};

/** Gives the present basis, again and again the same while nothing changed. */
export type ReadBasis = () => Promise<DecisionBasis>;
