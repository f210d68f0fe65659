import { html } from "hono/html";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import type { RecipientTotal } from "../../../store/views/recipient-totals.ts";
import type { ReportSummary } from "../../../store/views/report-summary.ts";
import { dispositionBadge, noteBadge } from "../components/badge.ts";
import { dispositionBar, listCounts } from "../components/dispositions.ts";
import { facts } from "../components/facts.ts";
import { layout } from "../components/layout.ts";
import { whyThere } from "../components/notification-table.ts";
import { type Names, recipient } from "../components/recipient.ts";
import { english, link, nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { type WaitingReport, waitingReport } from "./waiting-report.ts";

export type ReportPageData = {
  readonly summary: ReportSummary;
  readonly recipients: readonly RecipientTotal[];
  /** Whether there are more recipients than these. */
  readonly isMore: boolean;
  readonly names: Names;
  /** Null: it does not wait for a person, or not for this one. */
  readonly waiting: WaitingReport | null;
  /** Whether the reader may take it back. */
  readonly mayRecall: boolean;
  /** Whether the reader may stop it. */
  readonly mayHold: boolean;
};

/** One report: what it says of itself, where its rows stand, who got some of it, what could not be read. */
export function reportPage(page: Page, data: ReportPageData): Html {
  const { summary } = data;
  const { t } = page;
  const title = t("report.title", { finder: summary.finder });
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${summary.refusal === null ? "" : refusal(page, summary.refusal)}
${data.waiting === null ? "" : waitingReport(page, data.waiting, data.names)}
${section("about", t("report.about"), about(page, data), toRecall(page, data))}
${summary.refusal === null ? section("where", t("report.where"), where(page, summary), { to: `/reports/${summary.report}/fates`, text: t("fates.title") }) : ""}
${section("recipients", t("report.recipients"), told(page, data))}
${summary.refusal === null ? section("quarantine", t("report.quarantine"), aside(page, summary)) : ""}`;
  return layout(page, { title, body });
}

/** The way to take it back, where it went out and this one may. */
function toRecall({ t }: Page, { summary, mayRecall }: ReportPageData) {
  const { releasedAt, recalled, state, report } = summary;
  if (!mayRecall || state !== "completed" || releasedAt === null || recalled !== null) return null;
  const to = `/corrections/new?way=recall&kind=report&value=${report}`;
  return { to, text: t("report.recall") };
}

function refusal({ t }: Page, { detail, remedy }: NonNullable<ReportSummary["refusal"]>): Html {
  return html`<div class="utrecht-alert utrecht-alert--error"><div class="utrecht-alert__content">
<p class="utrecht-paragraph"><strong>${t("report.refused")}.</strong> ${english(`${detail} ${remedy}`)}</p></div></div>`;
}

function about({ t, instant }: Page, { summary, mayHold }: ReportPageData): Html {
  const { held, releasedAt, completedAt } = summary;
  return facts([
    [t("report.file"), toSafe(summary.fileName)],
    [
      t("report.finder"),
      `${summary.finder} (${summary.trusted ? t("report.trusted") : t("report.untrusted")})`,
    ],
    [t("report.format"), summary.format],
    [t("report.type"), toSafe(summary.type)],
    [t("report.case"), toSafe(summary.caseName)],
    [t("report.tlp"), `TLP:${summary.tlp}`],
    [t("report.grade"), t(`grade.${summary.grade}`)],
    [t("report.received"), instant(summary.receivedAt)],
    [t("report.completed"), completedAt === null ? null : instant(completedAt)],
    [
      t("report.released"),
      releasedAt === null
        ? noteBadge("warning", t("report.not-released"))
        : html`${instant(releasedAt)} (${english(summary.releasedBy ?? "")})`,
    ],
    [
      t("report.rejected"),
      summary.rejected === null
        ? null
        : html`${instant(summary.rejected.at)} (${english(summary.rejected.by)}): ${toSafeText(summary.rejected.reason, 500)}`,
    ],
    [
      t("report.recalled"),
      summary.recalled === null
        ? null
        : html`${instant(summary.recalled.at)} (${english(summary.recalled.by)}): ${toSafeText(summary.recalled.reason, 500)}`,
    ],
    [
      t("report.signed-by"),
      summary.signedBy === null
        ? null
        : html`<code class="utrecht-code">${summary.signedBy}</code>`,
    ],
    [
      t("report.held"),
      held !== null
        ? html`${instant(held.at)}: ${held.reason} ${link("/brakes", t("brakes.title"))}`
        : mayHold
          ? link(`/brakes/switch?what=report&name=${summary.report}`, t("switch.new"))
          : null,
    ],
    [t("report.id"), html`<code class="utrecht-code">${summary.report}</code>`],
    [t("report.sha256"), html`<code class="utrecht-code">${summary.sha256}</code>`],
  ]);
}

/** What a finder wrote, as data. */
function toSafe(text: string | null): string | null {
  return text === null ? null : toSafeText(text);
}

function where(page: Page, summary: ReportSummary): Html {
  const { t, number } = page;
  const { accepted, quarantined } = summary;
  const counts = listCounts(summary.dispositions);
  return html`<p class="utrecht-paragraph">${t("report.adds-up", {
    rows: accepted + quarantined,
    accepted,
    quarantined,
    fresh: summary.new,
    again: summary.seenAgain,
    reopened: summary.reopened,
  })}</p>
${
  counts.length === 0
    ? ""
    : html`${dispositionBar(summary.dispositions)}${table<(typeof counts)[number]>({
        caption: t("report.where-caption"),
        quietCaption: true,
        columns: [
          {
            head: t("received.where"),
            names: true,
            cell: ({ name }) => dispositionBadge(page, name),
          },
          { head: t("received.rows"), numeric: true, cell: ({ count }) => number(count) },
        ],
        rows: counts,
        foot: [t("report.accepted"), number(counts.reduce((sum, { count }) => sum + count, 0))],
      })}`
}`;
}

function told(page: Page, { recipients, isMore, names }: ReportPageData): Html {
  const { t, number } = page;
  if (recipients.length === 0) return nothing(t("report.recipients-none"));
  return table<RecipientTotal>({
    caption: isMore
      ? t("report.recipients-more", { count: recipients.length })
      : t("report.recipients-caption"),
    quietCaption: !isMore,
    columns: [
      {
        head: t("sent.recipient"),
        names: true,
        cell: ({ organisation, address }) => recipient(names, organisation, address),
      },
      { head: t("sent.why"), cell: (total) => whyThere(page, total) },
      { head: t("sent.rows"), numeric: true, cell: ({ rows }) => number(rows) },
      {
        head: t("report.accepted-by-server"),
        numeric: true,
        cell: ({ accepted }) => number(accepted),
      },
    ],
    rows: recipients,
  });
}

function aside(page: Page, { quarantine, quarantined }: ReportSummary): Html {
  const { t, number } = page;
  if (quarantine.length === 0) return nothing(t("report.quarantine-none"));
  return table<ReportSummary["quarantine"][number]>({
    caption: t("report.quarantine-caption", {
      shown: quarantine.length,
      count: quarantined,
      more: quarantined - quarantine.length,
    }),
    columns: [
      { head: t("report.row"), numeric: true, names: true, cell: ({ row }) => number(row) },
      { head: t("report.line"), numeric: true, cell: ({ line }) => number(line) },
      { head: t("report.field"), cell: ({ field }) => toSafeText(field) },
      { head: t("report.reason"), cell: ({ reason }) => english(reason) },
      {
        head: t("report.value"),
        cell: ({ value }) => html`<code class="utrecht-code">${toSafeText(value)}</code>`,
      },
    ],
    rows: quarantine,
  });
}
