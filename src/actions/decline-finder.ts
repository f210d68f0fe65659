import type { Actor } from "../domain/access/actor.ts";
import type { FinderRecord } from "../domain/finder/finder-record.ts";
import type { FinderId } from "../domain/ids.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { permit } from "./access/permit.ts";
import type { FinderContext } from "./finders/finder-context.ts";
import { moveFinder } from "./finders/move-finder.ts";

/** Declines a finder that asked; its contact is told why. Throws `not-found`, and `conflict` for one that was vetted. */
export async function declineFinder({
  context,
  input,
}: {
  readonly context: FinderContext;
  readonly input: { readonly actor: Actor; readonly finder: FinderId; readonly reason: string };
}): Promise<FinderRecord> {
  const { actor, finder, reason } = input;
  permit(actor, "finder.vet", "everybody");
  const change = (before: FinderRecord): FinderRecord => {
    if (before.state === "asked") return { ...before, state: "declined" };
    throw new AppError("conflict", `It is ${before.state} already.`, {
      remedy: "One that was vetted is suspended: `meldpunt finder suspend`.",
    });
  };
  return transaction(context.sql, (sql) =>
    moveFinder(sql, context, { finder, actor, reason, change, told: "finder-declined" }),
  );
}
