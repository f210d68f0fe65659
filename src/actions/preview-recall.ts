import type { Actor } from "../domain/access/actor.ts";
import { type CorrectionScope, toScopeText } from "../domain/correction/scope.ts";
import { previewRecall as preview } from "../pipeline/run-recall.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";

export type PreviewedRecall = Awaited<ReturnType<typeof preview>>;

/**
 * Shows what recalling a report, a case or a finding type would do: which findings end, which others still show, whom a
 * correction goes to. Nothing is changed; throws `not-found`, and `conflict` where there is nothing to take back.
 */
export async function previewRecall({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly scope: CorrectionScope; readonly actor: Actor };
}): Promise<PreviewedRecall> {
  const { actor, scope } = input;
  permit(actor, "report.recall");
  const previewed = await preview(context, scope);
  const subject = toScopeText(scope);
  const detail = { preview: true, recipients: previewed.recipients, ...previewed.findings };
  await recordAct(context, { actor, act: "report.recall", about: null, subject, detail });
  return previewed;
}
