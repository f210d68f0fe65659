import { createHash } from "node:crypto";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { findDoneRequest } from "../store/idempotency-keys.ts";

export type RepeatAnswerContext = { readonly sql: Sql; readonly clock: Clock };

export type RepeatAnswerInput = {
  /** What the client calls this request. */
  readonly key: string;
  /** Everything that is asked for besides the bytes, in a form that is equal for equal requests. */
  readonly request: string;
  /** Read to their end when the key is known, else not touched. */
  readonly received: AsyncIterable<Uint8Array>;
};

/**
 * The answer that was given under this key within the last day; null when none was.
 *
 * Throws `input-refused` when the request or its bytes are others than the first time: answering with the first report
 * would lose the second.
 */
export async function repeatAnswer({
  context,
  input,
}: {
  readonly context: RepeatAnswerContext;
  readonly input: RepeatAnswerInput;
}): Promise<unknown> {
  const done = await findDoneRequest(context.sql, input.key, input.request, context.clock());
  if (done === null) return null;
  if (!done.isSameRequest) throw toReused("parameters");
  const hash = createHash("sha256");
  for await (const piece of input.received) hash.update(piece);
  if (hash.digest("hex") !== done.sha256) throw toReused("bytes");
  return done.answer;
}

function toReused(what: string): AppError {
  return new AppError("input-refused", `The Idempotency-Key was used before with other ${what}.`, {
    remedy: "Choose a new key for each report, and repeat a key only with the same request.",
  });
}
