import type { Actor } from "../domain/access/actor.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import { type FinderListEntry, listFinderEntries } from "../store/views/finder-list.ts";
import { permit } from "./access/permit.ts";

/** Finders of the register, those that wait first; a finder sees itself. */
export async function listFinders({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly actor: Actor };
}): Promise<FinderListEntry[]> {
  permit(input.actor, "finder.read");
  return readAs(context.sql, input.actor, listFinderEntries);
}
