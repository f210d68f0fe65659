import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { approveBrakes, listOpenBrakes, type VolumeBrake } from "../store/volume-brakes.ts";

/**
 * Lets recipients get what the volume brake holds for them, and what comes for them in the same round within a day;
 * `all` lets go whatever waits now. Answers the brakes that were let go.
 */
export async function approveVolume({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly brakes: readonly string[] | "all"; readonly actor: string };
}): Promise<readonly VolumeBrake[]> {
  return transaction(
    context.sql,
    async (sql) => {
      const ids =
        input.brakes === "all" ? (await listOpenBrakes(sql)).map(({ id }) => id) : input.brakes;
      return approveBrakes(sql, ids, context.clock(), input.actor);
    },
    { attempts: 3 },
  );
}
