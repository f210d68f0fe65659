import { html } from "hono/html";
import type { ReportFates } from "../../../actions/show-report-fates.ts";
import { layout } from "../components/layout.ts";
import { card, link, nothing } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

type Name = keyof ReportFates["fates"];

/** What became of the findings of one report, in numbers that add up. */
export function reportFatesPage(page: Page, { report, findings, fates }: ReportFates): Html {
  const { t, number } = page;
  const title = t("fates.title");
  const rows = (Object.entries(fates) as [Name, number][]).filter(([, count]) => count > 0);
  const counts = table<[Name, number]>({
    caption: title,
    quietCaption: true,
    columns: [
      { head: t("fates.fate"), names: true, cell: ([name]) => t(`fates.${name}`) },
      { head: t("fates.findings"), numeric: true, cell: ([, count]) => number(count) },
    ],
    rows,
    foot: [t("fates.sum"), number(findings)],
  });
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph">${t("fates.intro")} ${link(`/reports/${report}`, t("fates.report"))}</p>
${card(findings === 0 ? nothing(t("fates.none")) : counts)}`;
  return layout(page, { title, body });
}
