import type { Actor } from "../domain/access/actor.ts";
import type { FinderRecord } from "../domain/finder/finder-record.ts";
import type { FinderId } from "../domain/ids.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { permit } from "./access/permit.ts";
import type { FinderContext } from "./finders/finder-context.ts";
import { moveFinder } from "./finders/move-finder.ts";

/**
 * Takes the trust of a vetted finder away until it is vetted again: what it hands over waits, its policy goes on to hold.
 * What is here already is stopped with `finder hold`. Throws `not-found`, and `conflict` for one that was never vetted.
 */
export async function suspendFinder({
  context,
  input,
}: {
  readonly context: FinderContext;
  readonly input: { readonly actor: Actor; readonly finder: FinderId; readonly reason: string };
}): Promise<FinderRecord> {
  const { actor, finder, reason } = input;
  permit(actor, "finder.vet", "everybody");
  const change = (before: FinderRecord): FinderRecord => {
    if (before.state === "vetted") return { ...before, state: "suspended", trusted: false };
    throw new AppError("conflict", `It is ${before.state}, not vetted.`);
  };
  return transaction(context.sql, (sql) =>
    moveFinder(sql, context, { finder, actor, reason, change, told: null }),
  );
}
