import type { Actor } from "../domain/access/actor.ts";
import { narrowTrace } from "../domain/decision/narrow-explanation.ts";
import type { DecisionId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { readAs } from "../store/read-as.ts";
import { type DecisionDetail, findDecision } from "../store/views/decision-detail.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";

/**
 * A decision and why it was made. Of the trace an organisation sees only the steps at which it was looked at itself:
 * the others would tell what others claim. Throws `not-found`, also for decisions about others.
 */
export async function readDecision({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly decision: DecisionId };
}): Promise<DecisionDetail> {
  const { actor, decision: id } = input;
  permit(actor, "decision.read");
  const found = await readAs(context.sql, actor, (sql) => findDecision(sql, id));
  if (found === null) throw new AppError("not-found", "There is no such decision.");
  await recordAct(context, {
    actor,
    act: "decision.read",
    about: found.owner,
    subject: String(id),
    detail: {},
  });
  if (actor.kind !== "member") return found;
  const own = actor.organisation;
  return {
    ...found,
    informed: found.informed.filter(({ organisation }) => organisation === own),
    trace: narrowTrace(found.trace, own),
  };
}
