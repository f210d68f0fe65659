import type { FindingId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import {
  type FindingFilters,
  type FindingListEntry,
  listFindingsPage,
} from "../store/views/findings-list.ts";

export type ListFindingsContext = { readonly sql: Sql };

export type ListFindingsInput = {
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
  let after: FindingId | null = null;
  let left = input.limit ?? Number.POSITIVE_INFINITY;
  while (left > 0) {
    const size = Math.min(pageSize, left);
    const page = await listFindingsPage(context.sql, input.filters, after, size);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < size) return;
    after = last.finding;
    left -= page.length;
  }
}
