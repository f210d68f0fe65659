import type { Actor } from "../domain/access/actor.ts";
import type { FindingId } from "../domain/ids.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { lockForClosing, moveEpisodes } from "../store/episodes.ts";
import { insertFalsePositive, lockDisputable, seesFinding } from "../store/false-positives.ts";
import { readAs } from "../store/read-as.ts";
import { permit } from "./access/permit.ts";
import type { FinderContext } from "./finders/finder-context.ts";

/**
 * Takes the word of whoever was told that there is nothing: the finding is disputed until somebody of the house decides.
 *
 * Throws `not-found` for a finding that the actor does not see, by row-level security, and `conflict` where it was said
 * before or the finding is closed.
 */
export async function sayFalsePositive({
  context,
  input,
}: {
  readonly context: Pick<FinderContext, "sql" | "clock">;
  readonly input: { readonly actor: Actor; readonly finding: FindingId; readonly reason: string };
}): Promise<void> {
  const { actor, finding, reason } = input;
  permit(actor, "finding.answer");
  if (reason.trim() === "") throw new AppError("wrong-usage", "Say why there is nothing.");
  const isSeen = await readAs(context.sql, actor, (sql) => seesFinding(sql, finding));
  if (!isSeen) throw new AppError("not-found", "There is no such finding.");
  const at = context.clock();
  const organisation = actor.kind === "member" ? actor.organisation : null;
  await transaction(context.sql, async (sql) => {
    await lockForClosing(sql);
    const known = await lockDisputable(sql, finding);
    if (known === null) throw new AppError("not-found", "There is no such finding.");
    if (!known.isOpen || known.saidBy !== null) {
      throw new AppError("conflict", known.isOpen ? "It was said before." : "It is closed.");
    }
    await insertFalsePositive(sql, { ...known, organisation, at, by: actor.name, reason });
    const change = { changedAt: at, actor: actor.name, reason };
    await moveEpisodes(sql, [finding], "disputed", change);
    const detail = { falsePositive: "said" };
    const subject = String(finding);
    const act = "finding.answer" as const;
    await appendAudit(sql, { at, actor, act, about: organisation, subject, detail });
  });
}
