import type { Actor } from "../domain/access/actor.ts";
import type { ReportId } from "../domain/ids.ts";
import { getReport } from "../store/reports.ts";
import { permit } from "./access/permit.ts";
import {
  type ReleaseContext,
  type Released,
  releaseApproved,
} from "./releasing/release-approved.ts";

/**
 * Lets a report go out: one that waits for a person, and one whose kill switch was thrown. Answers what it changed;
 * throws `not-found`, and `approval-needed` where the instance asks for several people.
 */
export async function releaseReport({
  context,
  input,
}: {
  readonly context: ReleaseContext;
  readonly input: { readonly report: ReportId; readonly actor: Actor };
}): Promise<Released> {
  const { actor, report } = input;
  permit(actor, "report.release");
  return releaseApproved(context, await getReport(context.sql, report), actor, true);
}
