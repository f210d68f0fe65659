import type { Actor } from "../domain/access/actor.ts";
import type { ReportId } from "../domain/ids.ts";
import type { WaitReason } from "../domain/report/wait-reason.ts";
import { previewRelease as decideReleased } from "../pipeline/run-preview-release.ts";
import { AppError } from "../platform/errors.ts";
import { findReportSummary } from "../store/views/report-summary.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";
import {
  listHeld,
  listOwners,
  listRecipients,
  type PreviewedHold,
  type PreviewedOwner,
  type PreviewedRecipient,
} from "./preview/previewed-parties.ts";

export type PreviewReleaseContext = Parameters<typeof decideReleased>[0];

/** What releasing a waiting report would do, for whoever decides about it. */
export type PreviewedRelease = {
  readonly report: ReportId;
  readonly finder: string;
  readonly waitsBecause: WaitReason | null;
  readonly signedBy: string | null;
  readonly accepted: number;
  readonly quarantined: number;
  /** Findings that others have shown already. */
  readonly seenAgain: number;
  /** Findings that would be decided about anew. */
  readonly findings: number;
  readonly owners: readonly PreviewedOwner[];
  readonly recipients: readonly PreviewedRecipient[];
  readonly held: readonly PreviewedHold[];
};

/** Shows what releasing a report would do, before anybody decides; throws `not-found`, and `conflict` where none waits. */
export async function previewRelease({
  context,
  input,
}: {
  readonly context: PreviewReleaseContext;
  readonly input: { readonly report: ReportId; readonly actor: Actor };
}): Promise<PreviewedRelease> {
  const { actor, report } = input;
  permit(actor, "report.release", "everybody");
  const summary = await findReportSummary(context.sql, report);
  if (summary === null) throw new AppError("not-found", `There is no report ${report}.`);
  const { finder, releasedAt, rejected, state } = summary;
  if (state !== "completed" || releasedAt !== null || rejected !== null) {
    throw new AppError("conflict", `Report ${report} does not wait for a person.`, {
      remedy: "Look at it with `meldpunt report show`.",
    });
  }
  const decisions = await decideReleased(context, report);
  const act = "report.release" as const;
  const detail = { preview: true };
  await recordAct(context, { actor, act, about: finder, subject: report, detail });
  const { waitsBecause, signedBy, accepted, quarantined, seenAgain } = summary;
  return {
    report,
    finder,
    waitsBecause,
    signedBy,
    accepted,
    quarantined,
    seenAgain,
    findings: [...decisions.values()].reduce((sum, count) => sum + count, 0),
    owners: listOwners(decisions),
    recipients: listRecipients(decisions),
    held: listHeld(decisions),
  };
}
