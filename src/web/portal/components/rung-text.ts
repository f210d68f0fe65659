import type { CoverageOutcome } from "../../../domain/decision/coverage-counts.ts";
import type { Page } from "../page.ts";

/** Where a decision ends, in the words of the pages. */
export function rungText({ t }: Page, rung: CoverageOutcome): string {
  switch (rung) {
    case "nobody":
    case "declined":
    case "stopped":
      return t(`wait.${rung}`);
    case "held":
      return t("coverage.held");
    default:
      return t(`rung.${rung}`);
  }
}
