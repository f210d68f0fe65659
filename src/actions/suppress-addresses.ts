import type { Actor } from "../domain/access/actor.ts";
import { AppError } from "../platform/errors.ts";
import { permit } from "./access/permit.ts";
import {
  type AskedSilence,
  type PutSuppressions,
  putSuppressions,
  type SuppressionContext,
} from "./suppressions/put-suppressions.ts";

/** Most entries that are put on the list at once. */
const mostAtOnce = 10_000;

/**
 * Silences addresses: nothing goes to them any more, or nothing about a kind, a type or an object, or no digests; others
 * are asked instead. An operator's act, on somebody's word or by importing a list. Throws `wrong-usage` for an end that
 * is past and for too many at once.
 */
export async function suppressAddresses({
  context,
  input,
}: {
  readonly context: SuppressionContext;
  readonly input: {
    readonly actor: Actor;
    readonly source: "operator" | "import";
    readonly entries: readonly AskedSilence[];
  };
}): Promise<PutSuppressions> {
  const { actor, source, entries } = input;
  permit(actor, "suppression.record", "everybody");
  const now = context.clock();
  if (entries.length > mostAtOnce) {
    throw new AppError("wrong-usage", `More than ${mostAtOnce} addresses at once.`, {
      remedy: "Put them on the list in parts.",
    });
  }
  for (const { until, reason } of entries) {
    if (reason.trim() === "") throw new AppError("wrong-usage", "A suppression needs a reason.");
    if (until !== null && until <= now) {
      throw new AppError("wrong-usage", `A suppression until ${until.toISOString()} is over.`, {
        remedy: "Name an instant to come, or none.",
      });
    }
  }
  return putSuppressions(context, actor, source, entries);
}
