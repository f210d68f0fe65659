import type { Actor } from "../domain/access/actor.ts";
import type { FindingId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import {
  type FindingFilters,
  type FindingListEntry,
  listFindingsPage,
} from "../store/views/findings-list.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";

/** A page of the findings that this actor may see, the latest first, for the record as well. */
export async function readFindings({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: {
    readonly actor: Actor;
    readonly filters: FindingFilters;
    /** The last of the page before; null for the first. */
    readonly after: FindingId | null;
    readonly limit: number;
  };
}): Promise<FindingListEntry[]> {
  const { actor, filters, after, limit } = input;
  permit(actor, "finding.read");
  const found = await readAs(context.sql, actor, (sql) =>
    listFindingsPage(sql, filters, after, limit),
  );
  await recordAct(context, {
    actor,
    act: "finding.read",
    about: actor.kind === "member" ? actor.organisation : null,
    subject: null,
    // Which filters, not their values: a prefix says what somebody looks for.
    detail: { filters: Object.keys(filters), findings: found.length },
  });
  return found;
}
