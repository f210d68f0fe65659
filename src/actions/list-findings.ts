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

export type ListFindingsContext = { readonly sql: Sql; readonly clock: Clock };

export type ListFindingsInput = {
  readonly actor: Actor;
  readonly filters: FindingFilters;
  /** How many at most; null for all. */
  readonly limit: number | null;
};

const pageSize = 5000;

/** The findings that match, the latest first, read page by page at the pace of whoever takes them. */
export async function* listFindings({
  context,
  input,
}: {
  readonly context: ListFindingsContext;
  readonly input: ListFindingsInput;
}): AsyncGenerator<FindingListEntry> {
  const { actor } = input;
  permit(actor, "finding.read");
  await recordAct(context, {
    actor,
    act: "finding.read",
    about: null,
    subject: null,
    detail: { filters: Object.keys(input.filters), limit: input.limit },
  });
  let after: FindingId | null = null;
  let left = input.limit ?? Number.POSITIVE_INFINITY;
  while (left > 0) {
    const size = Math.min(pageSize, left);
    const page = await readAs(context.sql, actor, (sql) =>
      listFindingsPage(sql, input.filters, after, size),
    );
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < size) return;
    after = last.finding;
    left -= page.length;
  }
}
