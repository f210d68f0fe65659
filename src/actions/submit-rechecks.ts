import type { Actor } from "../domain/access/actor.ts";
import type { ReadBasis } from "../domain/decision/decision-basis.ts";
import type { FinderId, FindingId } from "../domain/ids.ts";
import type { RecheckOutcome } from "../domain/recheck/judge-rechecks.ts";
import { type Rechecked, runRecheck } from "../pipeline/run-recheck.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { appendAudit } from "../store/audit.ts";
import { permit } from "./access/permit.ts";

/** Results in one submission. */
const most = 10_000;

export type SubmittedRecheck = {
  readonly finding: FindingId;
  readonly outcome: RecheckOutcome;
  readonly checkedAt: Date;
};

/**
 * Takes what a finder found that looked again at what it reported: still open, gone, or unclear. What is gone is verified
 * as fixed where the finder is trusted; of one that is not it is only kept. Results about findings of others, or closed
 * ones, are left out and counted.
 */
export async function submitRechecks({
  context,
  input,
}: {
  readonly context: Parameters<typeof runRecheck>[0] & { readonly readBasis: ReadBasis };
  readonly input: {
    readonly actor: Actor;
    readonly finder: FinderId;
    readonly results: readonly SubmittedRecheck[];
  };
}): Promise<Rechecked> {
  const { actor, finder, results } = input;
  permit(actor, "recheck.submit", { finder });
  const now = context.clock();
  checkResults(results, now);
  const { world } = await context.readBasis();
  const known = world.finders.find(({ id }) => id === finder);
  if (known === undefined) {
    throw new AppError("not-found", `There is no finder ${finder}.`, {
      remedy: "Name one of the world file or the register.",
    });
  }
  const checker = { name: `finder ${finder}`, finder, mayVerify: known.trusted };
  const looks = results.map(({ finding, outcome, checkedAt }) => ({
    ...{ id: newUuid(now.getTime()), finding, outcome, checkedAt },
    ...{ method: "stated" as const, detail: null },
  }));
  return runRecheck(context, checker, looks, (sql, rechecked) =>
    appendAudit(sql, {
      at: now,
      actor,
      act: "recheck.submit",
      about: finder,
      subject: null,
      detail: { ...rechecked },
    }),
  );
}

function checkResults(results: readonly SubmittedRecheck[], now: Date): void {
  if (results.length === 0 || results.length > most) {
    throw new AppError("wrong-usage", `There are ${results.length} results.`, {
      remedy: `Hand in between 1 and ${most} at a time.`,
    });
  }
  const late = results.find(({ checkedAt }) => checkedAt > now);
  if (late === undefined) return;
  throw new AppError("wrong-usage", `Finding ${late.finding} was looked at in the future.`, {
    remedy: "Check the clock of the scanner, and give times with their zone.",
    details: { checkedAt: late.checkedAt.toISOString() },
  });
}
