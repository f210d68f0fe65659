import type { Grade } from "../../domain/finding/grade.ts";
import { encodeStanding } from "../../domain/finding/standing.ts";
import { strictestTlp, type Tlp } from "../../domain/finding/tlp.ts";
import type { FinderId, ReportId } from "../../domain/ids.ts";
import type { Scope } from "../../domain/report/scope.ts";
import { policyOf } from "../../domain/world/policy-of.ts";
import type { World } from "../../domain/world/world.ts";
import { AppError } from "../../platform/errors.ts";
import type { ReportTerms } from "../../store/reports.ts";
import type { Basis } from "./basis.ts";
import type { OpenedReport, ReportDescription } from "./open-report.ts";

/** What a finder says of what it hands over. */
export type Handover = ReportDescription & {
  readonly finder: FinderId;
  readonly caseName: string | null;
  readonly tlp: Tlp | null;
  readonly grade: Grade | null;
  readonly complete: boolean;
  readonly scope: Scope | null;
  /** A detached OpenPGP signature over the bytes as received, armored or binary; null: nobody signed. */
  readonly signature: Uint8Array | null;
  /** Who releases it at once; null: a report of a finder that is not trusted waits. */
  readonly releasedBy: string | null;
};

/**
 * What was said of the report, and what is known of its finder at this moment.
 *
 * @param usualGrade of the finder's reports that say none; behind what the format proves by itself
 */
export function toTerms(
  basis: Basis,
  handover: Handover,
  opened: OpenedReport,
  usualGrade: Grade | null,
): ReportTerms {
  const finder = basis.world.finders.find(({ id }) => id === handover.finder);
  return {
    finder: handover.finder,
    trusted: finder?.trusted ?? false,
    fileName: handover.fileName,
    format: opened.source?.format ?? null,
    reportType: opened.kind === "opened" ? opened.reportType : null,
    typeLabel: handover.typeLabel,
    mapping: handover.mapping,
    caseName: handover.caseName,
    tlp: strictestTlp(handover.tlp, finder?.tlp),
    grade: handover.grade ?? opened.source?.grade ?? usualGrade ?? "reported",
    complete: handover.complete,
    scope: handover.scope,
  };
}

/** Why a report cannot be read at all, for whoever handed it over. */
export function toRefused(
  fileName: string | null,
  report: ReportId | null,
  { refusal }: Extract<OpenedReport, { kind: "refused" }>,
): AppError {
  const { detail, remedy, line, field, reason } = refusal;
  const place = [
    fileName ?? "standard input",
    ...(line === null ? [] : [`line ${line}`]),
    ...(field === null ? [] : [`field ${field}`]),
  ];
  return new AppError("input-refused", `${place.join(", ")}: ${detail}`, {
    remedy,
    details: { report, reason, line, field },
  });
}

/** How freely what this report says may be used now, under the policy that the world has of its finder. */
export function standingOfReport(
  world: World,
  report: Pick<ReportTerms, "finder" | "tlp" | "grade"> & { readonly releasedAt: Date | null },
): number {
  return standingOf(world, report, report.releasedAt !== null);
}

/** How freely what this report says may be used, under the policy that the world has of its finder. */
export function standingOf(
  world: World,
  terms: Pick<ReportTerms, "finder" | "tlp" | "grade">,
  released: boolean,
): number {
  const gradeSuffices = released || terms.grade === "verified";
  return encodeStanding({
    released,
    tlp: terms.tlp,
    gradeSuffices,
    policy: policyOf(world, terms.finder),
  });
}
