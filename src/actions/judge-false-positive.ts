import type { Actor } from "../domain/access/actor.ts";
import type { FindingId } from "../domain/ids.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { lockForClosing, moveEpisodes } from "../store/episodes.ts";
import {
  type Disputable,
  decideFalsePositive,
  insertFalsePositive,
  lockDisputable,
} from "../store/false-positives.ts";
import { lockForHolds } from "../store/holds.ts";
import { withdrawAbout } from "../store/withdrawals.ts";
import { permit } from "./access/permit.ts";
import type { FinderContext } from "./finders/finder-context.ts";
import { judgeFinder } from "./finders/judge-finder.ts";

export type JudgeFalsePositiveInput = {
  readonly actor: Actor;
  readonly finding: FindingId;
  readonly uphold: boolean;
  readonly reason: string;
};

/** What was decided, and whether the finder lost its trust by it. */
export type JudgedFalsePositive = { readonly upheld: boolean; readonly distrusted: boolean };

/**
 * Decides whether there is nothing, as somebody said, or as the operator found itself: upheld, the finding is withdrawn,
 * what was not sent yet is taken back, and it counts against its finder; rejected, it is confirmed and stays open.
 *
 * Throws `not-found`, and `conflict` where it was decided before or the finding is closed.
 */
export async function judgeFalsePositive({
  context,
  input,
}: {
  readonly context: FinderContext;
  readonly input: JudgeFalsePositiveInput;
}): Promise<JudgedFalsePositive> {
  const { actor, finding, uphold, reason } = input;
  permit(actor, "finding.judge", "everybody");
  if (reason.trim() === "") throw new AppError("wrong-usage", "A decision needs a reason.");
  const at = context.clock();
  return transaction(
    context.sql,
    async (sql) => {
      await lockForClosing(sql);
      const known = await lockDisputable(sql, finding);
      if (known === null) throw new AppError("not-found", "There is no such finding.");
      if (!known.isOpen || known.upheld !== null) {
        throw new AppError("conflict", known.isOpen ? "It was decided before." : "It is closed.");
      }
      const decided = { at, by: actor.name, reason };
      if (known.saidBy === null) {
        await insertFalsePositive(sql, { ...known, ...decided, organisation: null });
      }
      await decideFalsePositive(sql, { ...known, ...decided, upheld: uphold });
      await settle(sql, known, uphold, decided);
      const distrusted = uphold && (await judgeFinder(sql, context, known, actor));
      const detail = { falsePositive: uphold ? "upheld" : "rejected", reason, distrusted };
      const subject = String(finding);
      const act = "finding.judge" as const;
      await appendAudit(sql, { at, actor, act, about: known.finder, subject, detail });
      return { upheld: uphold, distrusted };
    },
    { attempts: 3 },
  );
}

async function settle(
  sql: Sql,
  { finding }: Disputable,
  upheld: boolean,
  { at, by, reason }: { readonly at: Date; readonly by: string; readonly reason: string },
): Promise<void> {
  const change = { changedAt: at, actor: by, reason };
  if (upheld) {
    await lockForHolds(sql);
    await withdrawAbout(sql, [finding], at);
  }
  await moveEpisodes(sql, [finding], upheld ? "withdrawn" : "confirmed", change);
}
