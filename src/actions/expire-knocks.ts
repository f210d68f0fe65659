import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { deleteOldKnocks } from "../store/knocks.ts";

/** Forgets who knocked, once its window is over; answers how many counts. */
export function expireKnocks({
  context: { sql, clock },
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
}): Promise<number> {
  return deleteOldKnocks(sql, clock());
}
