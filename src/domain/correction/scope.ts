import type { FinderId, FindingTypeId, ReportId } from "../ids.ts";

/** What a recall or a correction is about. */
export type CorrectionScope =
  | { readonly kind: "report"; readonly report: ReportId }
  | { readonly kind: "case"; readonly name: string }
  /** What reports say of one finding type: those of one finder, or all. */
  | { readonly kind: "type"; readonly type: FindingTypeId; readonly finder: FinderId | null };

/** Put in words for people who know the data: `report …`, `case …`, `type … of …`. */
export function toScopeText(scope: CorrectionScope): string {
  if (scope.kind === "report") return `report ${scope.report}`;
  if (scope.kind === "case") return `case ${scope.name}`;
  return scope.finder === null ? `type ${scope.type}` : `type ${scope.type} of ${scope.finder}`;
}
