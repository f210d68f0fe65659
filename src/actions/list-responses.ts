import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import {
  listResponseEntries,
  type ResponseFilters,
  type ResponseListEntry,
} from "../store/views/response-list.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";

/** What was said, by whom, and what waits for a person: of everybody for the house. */
export async function listResponses({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly filters: ResponseFilters };
}): Promise<readonly ResponseListEntry[]> {
  const { actor, filters } = input;
  permit(actor, "finding.read", "everybody");
  const entries = await readAs(context.sql, actor, (sql) => listResponseEntries(sql, filters));
  await recordAct(context, {
    ...{ actor, act: "finding.read", about: filters.organisation, subject: null },
    detail: { responses: entries.length },
  });
  return entries;
}
