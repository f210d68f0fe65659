import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { type DoneRequest, saveDoneRequest } from "../store/idempotency-keys.ts";

export type RememberAnswerContext = { readonly sql: Sql; readonly clock: Clock };

/** Remembers for a day what a request was answered, under the key that its client chose; the first of a key counts. */
export async function rememberAnswer({
  context,
  input,
}: {
  readonly context: RememberAnswerContext;
  readonly input: DoneRequest;
}): Promise<void> {
  await transaction(context.sql, (sql) => saveDoneRequest(sql, input, context.clock()));
}
