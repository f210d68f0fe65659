import type { Actor } from "../domain/access/actor.ts";
import { type CorrectionScope, toScopeText } from "../domain/correction/scope.ts";
import { previewCorrection as preview } from "../pipeline/run-correction.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";

export type PreviewedCorrection = Awaited<ReturnType<typeof preview>>;

/** Shows whom putting something right would be told; throws `not-found`, and `conflict` where nobody was told. */
export async function previewCorrection({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly scope: CorrectionScope; readonly actor: Actor };
}): Promise<PreviewedCorrection> {
  const { actor, scope } = input;
  permit(actor, "report.correct");
  const previewed = await preview(context, scope);
  const subject = toScopeText(scope);
  const detail = { preview: true, recipients: previewed.recipients };
  await recordAct(context, { actor, act: "report.correct", about: null, subject, detail });
  return previewed;
}
