import type { PreviewedCorrection } from "../actions/preview-correction.ts";
import type { PreviewedRecall } from "../actions/preview-recall.ts";
import type { RecalledReports } from "../actions/recall-reports.ts";
import { toScopeText } from "../domain/correction/scope.ts";
import { toAmount, toCount, toPairs, toTable } from "./table.ts";

/** What a recall would do, and how to carry it out. */
export function toPreviewText(previewed: PreviewedRecall, command: string): string {
  const { findings, reports, waitingReports, samples } = previewed;
  const states = Object.entries(findings.byState).map(([state, count]) => `${count} ${state}`);
  const pairs: [string, string][] = [
    ["recall", toScopeText(previewed.scope)],
    ["reports", toCount(reports.length)],
    ["withdrawn", `${toAmount(findings.withdrawn, "finding")}: nobody else shows them`],
    [
      "wait",
      `${toAmount(findings.waits, "finding")}: only reports that wait for a person show them`,
    ],
    ["stay open", `${toAmount(findings.stands, "finding")}: another report shows them too`],
    ["states now", states.join(", ") || "none"],
  ];
  if (waitingReports.length > 0) {
    pairs.push([
      "not touched",
      `${toAmount(waitingReports.length, "report")} that wait for a person: refuse them`,
    ]);
  }
  const stands = samples.stands.map(
    (sample) => `  ${toObject(sample)} ${sample.type}, by ${sample.finder ?? "nobody"}\n`,
  );
  return [
    toPairs(pairs),
    toToldText(previewed),
    ...(stands.length > 0 ? [`Some that stay open:\n${stands.join("")}`] : []),
    toOrderText(previewed.digest, command),
  ].join("\n");
}

/** Whom something put right would go to, and how to send it. */
export function toCorrectionPreviewText(previewed: PreviewedCorrection, command: string): string {
  const pairs: [string, string][] = [
    ["correct", toScopeText(previewed.scope)],
    ["reports", toCount(previewed.reports.length)],
  ];
  const order = toOrderText(previewed.digest, `${command} --text-nl TEXT --text-en TEXT`);
  return [toPairs(pairs), toToldText(previewed), order].join("\n");
}

function toObject(sample: PreviewedRecall["samples"]["stands"][number]): string {
  return [sample.name, sample.address].filter((part) => part !== null).join(" ");
}

const words: Readonly<Record<string, string>> = {
  accepted: "told",
  unknown: "in doubt",
  leased: "on its way or not begun",
  queued: "not sent",
};

function toToldText({
  told,
  recipients,
  firstRecipients,
}: Pick<PreviewedRecall, "told" | "recipients" | "firstRecipients">): string {
  const totals = toTable(
    [
      { title: "channel" },
      { title: "state" },
      { title: "messages", align: "right" },
      { title: "rows", align: "right" },
    ],
    told.map(({ channel, state, notifications, rows }) => [
      channel,
      words[state] ?? state,
      toCount(notifications),
      toCount(rows),
    ]),
  );
  if (told.length === 0) return "Nobody was told anything of it.\n";
  const first = toTable(
    [{ title: "recipient" }, { title: "organisation" }, { title: "rows", align: "right" }],
    firstRecipients.map(({ address, organisation, rows }) => [
      address,
      organisation ?? "",
      toCount(rows),
    ]),
  );
  const more = recipients - firstRecipients.length;
  return `${totals}\nA correction goes to ${toAmount(recipients, "recipient")}${recipients === 0 ? "" : ":"}\n${
    recipients === 0 ? "" : first
  }${more > 0 ? `and ${toCount(more)} more\n` : ""}`;
}

function toOrderText(digest: string, command: string): string {
  return `Nothing was changed. Carry it out with:\n${command} --digest ${digest} --reason TEXT\n`;
}

/** What a recall came to. */
export function toRecalledText(recalled: RecalledReports, composed: number): string {
  return `${toPairs([
    ["recalled", recalled.correction],
    ["withdrawn", toAmount(recalled.withdrawn, "finding")],
    ["wait", toAmount(recalled.waits, "finding")],
    ["stay open", toAmount(recalled.stands, "finding")],
    ["not sent", toAmount(recalled.unsent, "message")],
    ["void", `${toAmount(recalled.rows, "row")} that somebody was told`],
    ["corrections", `${toAmount(composed, "message")} queued`],
  ])}They go out with the next \`meldpunt notify\`; how far they are: meldpunt correction list\n`;
}
