import { html } from "hono/html";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import type { ReceivedReport } from "../../../store/views/start-page.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { noteBadge } from "./badge.ts";
import { dispositionCounts } from "./dispositions.ts";
import { link } from "./section.ts";
import { table } from "./table.ts";

/** Reports with what became of their rows. */
export function reportTable(page: Page, reports: readonly ReceivedReport[], caption: string): Html {
  const { t, number } = page;
  return table<ReceivedReport>({
    caption,
    columns: [
      { head: t("received.at"), cell: ({ receivedAt }) => page.instant(receivedAt) },
      {
        head: t("received.report"),
        names: true,
        room: "wide",
        cell: (report) => reportName(page, report),
      },
      {
        head: t("received.rows"),
        numeric: true,
        cell: ({ accepted, quarantined }) =>
          html`${number(accepted)}${
            quarantined === 0
              ? ""
              : html`<br><span class="mp-small">${t("received.quarantined", { count: quarantined })}</span>`
          }`,
      },
      {
        head: t("received.where"),
        room: "wide",
        cell: ({ dispositions }) => dispositionCounts(page, dispositions),
      },
    ],
    rows: reports,
  });
}

function reportName(page: Page, report: ReceivedReport): Html {
  const { finder, type, fileName, caseName } = report;
  return html`${link(`/reports/${report.report}`, toSafeText(fileName ?? type ?? report.report))}<br>
<span class="mp-small">${[finder, caseName === null ? null : toSafeText(caseName)].filter((text) => text !== null).join(" · ")}</span> ${reportNote(page, report)}`;
}

/** What stands out about a report. */
export function reportNote(
  { t }: Page,
  { state, held, released }: Pick<ReceivedReport, "state" | "held" | "released">,
): Html | string {
  if (state === "refused") return noteBadge("danger", t("received.refused"));
  if (held) return noteBadge("danger", t("received.held"));
  if (!released) return noteBadge("warning", t("received.unreleased"));
  return state === "received" ? noteBadge("active", t("received.under-way")) : "";
}
