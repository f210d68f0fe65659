import type { Actor } from "../domain/access/actor.ts";
import type { FinderId } from "../domain/ids.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { revokeFinderKeyRow } from "../store/finders.ts";
import { permit } from "./access/permit.ts";
import type { FinderContext } from "./finders/finder-context.ts";

/** Ends a key of a finder for good, by the finder's own word too; throws `not-found`. */
export async function revokeFinderKey({
  context,
  input,
}: {
  readonly context: Pick<FinderContext, "sql" | "clock">;
  readonly input: {
    readonly actor: Actor;
    readonly finder: FinderId;
    readonly fingerprint: string;
  };
}): Promise<void> {
  const { actor, finder } = input;
  permit(actor, "finder.ask", { finder });
  const at = context.clock();
  const fingerprint = input.fingerprint.replaceAll(" ", "").toLowerCase();
  await transaction(context.sql, async (sql) => {
    if (!(await revokeFinderKeyRow(sql, { finder, fingerprint, at, by: actor.name }))) {
      throw new AppError("not-found", `${finder} has no key ${fingerprint} that holds.`);
    }
    const detail = { revoked: fingerprint };
    const act = "finder.ask" as const;
    await appendAudit(sql, { at, actor, act, about: finder, subject: fingerprint, detail });
  });
}
