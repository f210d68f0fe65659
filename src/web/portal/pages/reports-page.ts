import { html } from "hono/html";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import type { ReportListEntry } from "../../../store/views/report-list.ts";
import { layout } from "../components/layout.ts";
import { reportNote } from "../components/report-table.ts";
import { card, link, nothing } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** The latest reports; where their rows stand is a click away, since counting them costs. */
export function reportsPage(page: Page, reports: readonly ReportListEntry[]): Html {
  const { t, number } = page;
  const list = table<ReportListEntry>({
    caption: t("reports.caption", { count: reports.length }),
    columns: [
      { head: t("received.at"), cell: ({ receivedAt }) => page.instant(receivedAt) },
      {
        head: t("received.report"),
        names: true,
        cell: (report) =>
          html`${link(`/reports/${report.report}`, toSafeText(report.fileName ?? report.type ?? report.report))} ${reportNote(page, report)}`,
      },
      { head: t("received.finder"), cell: ({ finder }) => finder },
      {
        head: t("report.case"),
        cell: ({ caseName }) => (caseName === null ? t("page.none") : toSafeText(caseName)),
      },
      { head: t("report.accepted"), numeric: true, cell: ({ accepted }) => number(accepted) },
      {
        head: t("report.quarantine"),
        numeric: true,
        cell: ({ quarantined }) => number(quarantined),
      },
    ],
    rows: reports,
  });
  const body = html`<h1 class="utrecht-heading-1">${t("reports.title")}</h1>
${card(reports.length === 0 ? nothing(t("received.none")) : list)}`;
  return layout(page, { title: t("reports.title"), body });
}
