import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { listPublishedKeys, type PublishedKey } from "./keys/list-published.ts";

/** Keys that our mail is signed with, was, or will be; for anybody, who needs no permission. Those in use first. */
export async function publishKeys({
  context,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
}): Promise<PublishedKey[]> {
  return listPublishedKeys(context.sql, context.clock());
}
