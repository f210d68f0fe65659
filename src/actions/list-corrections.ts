import type { Actor } from "../domain/access/actor.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import {
  type CorrectionListEntry,
  listCorrections as list,
} from "../store/views/correction-list.ts";
import { permit } from "./access/permit.ts";

/** What was taken back or put right, and how far its recipients were told, the latest first; for the house. */
export async function listCorrections({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly actor: Actor; readonly limit: number };
}): Promise<CorrectionListEntry[]> {
  permit(input.actor, "delivery.read", "everybody");
  return readAs(context.sql, input.actor, (sql) => list(sql, input.limit));
}
