import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { expireFoundContacts } from "../store/found-contacts.ts";

/** Ends the keeping of looked-up contacts that nobody confirmed in their time; answers how many objects lost theirs. */
export async function expireContacts({
  context: { sql, clock },
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
}): Promise<number> {
  return transaction(sql, (inside) => expireFoundContacts(inside, clock()));
}
