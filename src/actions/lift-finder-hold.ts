import type { FinderId } from "../domain/ids.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { liftFinderRow, lockForHolds } from "../store/holds.ts";

/** Takes the kill switch of a finder back: what waited is due again. Answers false when it was not thrown. */
export async function liftFinderHold({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly finder: FinderId };
}): Promise<boolean> {
  return transaction(context.sql, async (sql) => {
    await lockForHolds(sql);
    return liftFinderRow(sql, input.finder);
  });
}
