import type { DecisionBasis } from "../../domain/decision/decision-basis.ts";
import type { Sql } from "../../platform/database.ts";
import { findLastChange } from "../../store/register.ts";
import { findSnapshot } from "../../store/snapshots.ts";
import { findCurrentWorld } from "../../store/worlds.ts";

/**
 * Whether a basis still says what world and register say, to be asked under `lockRegister`: a world that was loaded, or
 * a change of the register meanwhile, may be about the same object.
 */
export async function isPresent(sql: Sql, { snapshot }: DecisionBasis): Promise<boolean> {
  const seen = await findSnapshot(sql, snapshot);
  const current = await findCurrentWorld(sql);
  return (
    (current?.id ?? null) === (seen?.worldId ?? null) &&
    (await findLastChange(sql)) === seen?.registerChangeId
  );
}
