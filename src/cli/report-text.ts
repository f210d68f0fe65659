import type { PreviewedReport } from "../actions/preview-report.ts";
import type { SubmittedReport } from "../actions/submit-report.ts";
import type { QuarantinedRow } from "../domain/report/row-batch.ts";
import type { ReportSummary } from "../store/views/report-summary.ts";
import { toAmount, toCount, toPairs, toTable, toTime } from "./table.ts";

/** Rows put aside that are shown to people; `--json` has 100. */
const quarantineShown = 10;

type Counts = Pick<
  ReportSummary,
  "accepted" | "quarantined" | "new" | "seenAgain" | "reopened" | "dispositions"
>;

/** What became of a report that was handed over. */
export function toSubmittedText({ answer, summary, closed }: SubmittedReport): string {
  if (answer.duplicateOf !== null) {
    return `Handed over before, and the same to the byte: report ${answer.duplicateOf}. Nothing was taken in again.\n`;
  }
  const fixed =
    closed === 0
      ? ""
      : `\n${toAmount(closed, "finding")} no longer seen: closed as verified-fixed.\n`;
  return `${toSummaryText(summary)}${fixed}`;
}

/** A report and where its rows stand. */
export function toSummaryText(summary: ReportSummary): string {
  return [
    toPairs(toTerms(summary)),
    summary.refusal === null ? toCountsText(summary) : toRefusalText(summary.refusal),
    toQuarantineText(summary.quarantine, summary.quarantined),
    toWaitingText(summary),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function toTerms(summary: ReportSummary): [string, string][] {
  const { format, type, complete, scope, held, releasedAt, releasedBy } = summary;
  const pairs: [string, string | null][] = [
    ["report", summary.report],
    ["finder", `${summary.finder}${summary.trusted ? " (trusted)" : ""}`],
    ["file", summary.fileName],
    ["format", [format, type].filter((part) => part !== null).join(", ")],
    ["case", summary.caseName],
    ["terms", `TLP:${summary.tlp}, ${summary.grade}${complete ? ", complete" : ""}`],
    ["scope", scope === null ? null : [...scope.prefixes, ...scope.names].slice(0, 10).join(" ")],
    ["received", `${toTime(summary.receivedAt)}, sha256 ${summary.sha256}`],
    ["state", summary.state],
    ["released", releasedAt === null ? null : `${toTime(releasedAt)}, ${releasedBy}`],
    ["held", held === null ? null : `${toTime(held.at)}, the ${held.by}: ${held.reason}`],
    ["kept", summary.kept ? null : "its bytes are gone, and with them the evidence"],
  ];
  return pairs.filter((pair): pair is [string, string] => pair[1] !== null && pair[1] !== "");
}

function toCountsText(counts: Counts): string {
  const seen = `${toCount(counts.new)} new, ${toCount(counts.seenAgain)} seen again, ${toCount(counts.reopened)} reopened`;
  const rows = counts.accepted + counts.quarantined;
  return toPairs([
    [
      "rows",
      `${toCount(rows)}: ${toCount(counts.accepted)} accepted, ${toCount(counts.quarantined)} quarantined`,
    ],
    ["accepted", `${toCount(counts.accepted)}: ${seen}`],
    ...Object.entries(counts.dispositions).map(([name, count]): [string, string] => [
      `  ${name}`,
      toCount(count),
    ]),
  ]);
}

function toRefusalText(refusal: NonNullable<ReportSummary["refusal"]>): string {
  const place = [
    ...(refusal.line === null ? [] : [`line ${refusal.line}`]),
    ...(refusal.field === null ? [] : [`field ${refusal.field}`]),
  ];
  const where = place.length === 0 ? "" : `${place.join(", ")}: `;
  return `Refused as a whole: ${where}${refusal.detail}\n${refusal.remedy}\n`;
}

function toQuarantineText(quarantine: readonly QuarantinedRow[], quarantined: number): string {
  if (quarantine.length === 0) return "";
  const shown = quarantine.slice(0, quarantineShown);
  const table = toTable(
    [
      { title: "row", align: "right" },
      { title: "line", align: "right" },
      { title: "field" },
      { title: "reason" },
      { title: "value" },
    ],
    shown.map(({ row, line, field, reason, value }) => [
      String(row),
      String(line),
      field,
      reason,
      value.slice(0, 40),
    ]),
  );
  const more = quarantined - shown.length;
  return `Put aside, the rest goes on:\n${table}${more > 0 ? `and ${toAmount(more, "row")} more\n` : ""}`;
}

function toWaitingText({ state, releasedAt, trusted, finder, report }: ReportSummary): string {
  if (state === "refused" || releasedAt !== null || trusted) return "";
  return `It waits for a person: finder ${finder} is not trusted in the world file.\nRelease it with: meldpunt report release ${report}\n`;
}

/** What a report would do. */
export function toPreviewText(previewed: PreviewedReport): string {
  const { recipients, held, released } = previewed;
  const table = toTable(
    [
      { title: "findings", align: "right" },
      { title: "as" },
      { title: "organisation" },
      { title: "address" },
    ],
    recipients.map(({ findings, role, rung, organisation, address }) => [
      toCount(findings),
      role === "informed" ? "informed" : (rung ?? ""),
      organisation ?? "",
      address,
    ]),
  );
  const nobody = toPairs(
    held.map(({ reason, findings }): [string, string] => [`  ${reason}`, toCount(findings)]),
  );
  return [
    "Nothing was kept. It would do this:\n",
    toCountsText(previewed),
    ...(recipients.length === 0 ? [] : [table]),
    ...(held.length === 0 ? [] : [`Told to nobody:\n${nobody}`]),
    toQuarantineText(previewed.quarantine, previewed.quarantined),
    released ? "" : "It would wait for a person before anybody is told.\n",
  ]
    .filter((part) => part !== "")
    .join("\n");
}
