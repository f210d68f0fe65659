import type { PreviewedRelease } from "../actions/preview-release.ts";
import type { PreviewedReport } from "../actions/preview-report.ts";
import type { SubmittedReport } from "../actions/submit-report.ts";
import type { QuarantinedRow } from "../domain/report/row-batch.ts";
import type { WaitReason } from "../domain/report/wait-reason.ts";
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
  const { format, type, complete, scope, held, releasedAt, releasedBy, rejected, recalled } =
    summary;
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
    [
      "refused",
      rejected === null ? null : `${toTime(rejected.at)}, ${rejected.by}: ${rejected.reason}`,
    ],
    [
      "recalled",
      recalled === null ? null : `${toTime(recalled.at)}, ${recalled.by}: ${recalled.reason}`,
    ],
    ["signed", summary.signed ? (summary.signedBy ?? "not well") : null],
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

const waits: Readonly<Record<WaitReason, string>> = {
  "unknown-finder": "nobody knows this finder: it is neither in the world file nor in the register",
  "untrusted-finder": "its finder is not trusted",
  unsigned: "its finder signs, and this one is not signed",
  "badly-signed": "its signature does not fit, or is of a key that the finder does not have here",
  "too-many-rows": "its finder is not trusted and handed much over during the last day",
};

function toWaitingText(summary: ReportSummary): string {
  const { state, releasedAt, waitsBecause, rejected, report } = summary;
  if (state === "refused" || releasedAt !== null || rejected !== null) return "";
  if (waitsBecause === null) return "";
  return `It waits for a person: ${waits[waitsBecause]}.\nLook at it: meldpunt report preview ${report}\nThen: meldpunt report release ${report}, or report refuse ${report} --reason TEXT\n`;
}

/** What releasing a report would do. */
export function toReleaseText(previewed: PreviewedRelease): string {
  const { report, finder, waitsBecause, signedBy, findings, seenAgain } = previewed;
  const owners = previewed.owners.map(({ owner, findings }): [string, string] => [
    `  ${owner ?? "nobody that we know"}`,
    toCount(findings),
  ]);
  return [
    "Nothing was changed. Releasing it would do this:\n",
    toPairs([
      ["report", report],
      ["finder", finder],
      ["waits", waitsBecause === null ? "" : waits[waitsBecause]],
      ["signed", signedBy ?? "not, or not well"],
      ["findings", `${toCount(findings)} decided anew, ${toCount(seenAgain)} known already`],
    ]),
    ...(owners.length === 0 ? [] : [`Whose they are:\n${toPairs(owners)}`]),
    ...toPartyTexts(previewed),
  ].join("\n");
}

/** What a report would do. */
export function toPreviewText(previewed: PreviewedReport): string {
  return [
    "Nothing was kept. It would do this:\n",
    toCountsText(previewed),
    ...toPartyTexts(previewed),
    toQuarantineText(previewed.quarantine, previewed.quarantined),
    previewed.released ? "" : "It would wait for a person before anybody is told.\n",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function toPartyTexts({
  recipients,
  held,
}: Pick<PreviewedReport, "recipients" | "held">): string[] {
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
    ...(recipients.length === 0 ? [] : [table]),
    ...(held.length === 0 ? [] : [`Told to nobody:\n${nobody}`]),
  ];
}
