import { html } from "hono/html";
import type { SinkEntry } from "../../../domain/notification/mail-sink.ts";
import type { HeldCounts } from "../../../store/views/held-counts.ts";
import type { StartPage } from "../../../store/views/start-page.ts";
import type { WaitingCounts } from "../../../store/views/waiting-counts.ts";
import { heldNotice } from "../components/held-notice.ts";
import { keyFigures } from "../components/key-figures.ts";
import { layout } from "../components/layout.ts";
import { mailTable } from "../components/mail-table.ts";
import { notificationTable } from "../components/notification-table.ts";
import { type OpenTotals, openTables } from "../components/open-tables.ts";
import type { Names } from "../components/recipient.ts";
import { reportTable } from "../components/report-table.ts";
import { link, nothing, section } from "../components/section.ts";
import { sentTable } from "../components/sent-table.ts";
import { waitingNotice } from "../components/waiting-notice.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

export type StartPageData = StartPage & {
  readonly asOf: Date;
  readonly totals: OpenTotals;
  readonly names: Names;
  /** Null where mail leaves the house. */
  readonly mails: readonly SinkEntry[] | null;
  /** Keep the page up to date by itself. */
  readonly live: boolean;
  /** What is held; null where the reader is not shown it. */
  readonly held: HeldCounts | null;
  /** What waits for a person; null where the reader is not shown it. */
  readonly waiting: WaitingCounts | null;
};

/** What came in, what is open, what went out and why, and the sink. */
export function startPage(page: Page, data: StartPageData): Html {
  const { t } = page;
  const body = html`<div id="overview"${data.live ? html` hx-get="/?live=1" hx-trigger="every 10s" hx-select="#overview" hx-swap="outerMorph"` : ""}>
<div class="mp-title">
<h1 class="utrecht-heading-1">${t("start.title")}</h1>
${freshness(page, data)}
</div>
${heldNotice(page, data.held)}
${waitingNotice(page, data.waiting)}
${figures(page, data)}
${received(page, data)}
${section("open", t("open.title"), openTables(page, data.totals))}
${sent(page, data)}
${data.mails === null ? "" : sink(page, data.mails)}
</div>`;
  return layout(page, { title: t("start.title"), live: data.live, body });
}

function freshness({ t, instant }: Page, { asOf, live }: StartPageData): Html {
  const at = t("start.as-of", { at: "\u0000" }).split("\u0000");
  return html`<p class="mp-fresh"><span>${at[0]}${instant(asOf)}${at[1]}</span> ${
    live
      ? html`<span>${t("start.live-on")}</span> ${link("/", t("start.live-stop"))}`
      : html`${link("/", t("start.refresh"))} ${link("/?live=1", t("start.live"))}`
  }</p>`;
}

function figures(page: Page, { reports, totals }: StartPageData): Html {
  const accepted = reports.reduce((sum, report) => sum + report.accepted, 0);
  return keyFigures(page, [
    ["start.key-reports", reports.length, "#received"],
    ["start.key-accepted", accepted, "#received"],
    ["start.key-open", totals.open, "#open"],
    ["start.key-waiting", totals.waiting, "#waiting"],
  ]);
}

function received(page: Page, { reports }: StartPageData): Html {
  const { t } = page;
  const body =
    reports.length === 0
      ? nothing(t("received.none"))
      : reportTable(page, reports, t("received.caption"));
  return section("received", t("received.title"), body, {
    to: "/reports",
    text: t("received.all"),
  });
}

function sent(page: Page, { sent, notifications, names }: StartPageData): Html {
  const { t } = page;
  const body =
    sent.length === 0
      ? nothing(t("sent.none"))
      : html`${sentTable(page, sent)}${notificationTable(page, notifications, names, t("sent.caption"))}`;
  return section("sent", t("sent.title"), body, { to: "/notifications", text: t("sent.all") });
}

function sink(page: Page, mails: readonly SinkEntry[]): Html {
  const { t } = page;
  const body = html`<p class="utrecht-paragraph mp-lead">${t("sink.intro")}</p>${
    mails.length === 0 ? nothing(t("sink.none")) : mailTable(page, mails, t("sink.caption"))
  }`;
  return section("sink", t("sink.title"), body, { to: "/sink", text: t("sink.all") });
}
