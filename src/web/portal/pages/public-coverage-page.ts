import { html } from "hono/html";
import type { PublicCoverageAnswer } from "../../../actions/read-public-coverage.ts";
import type { PublicShares } from "../../../domain/decision/public-coverage.ts";
import { layout } from "../components/layout.ts";
import { rungText } from "../components/rung-text.ts";
import { link, nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** The coarse coverage of the country, with the rules it was made by; for everybody. */
export function publicCoveragePage(page: Page, answer: PublicCoverageAnswer): Html {
  const { t } = page;
  const { country, asOf, smallCells, v4, v6 } = answer;
  const body = html`<h1 class="utrecht-heading-1">${t("public-coverage.title", { country })}</h1>
<p class="utrecht-paragraph mp-lead">${t("public-coverage.intro", { name: page.name, at: page.instantText(asOf) })}</p>
${section("v4", "IPv4", shareTable(page, "IPv4", v4))}
${section("v6", "IPv6", shareTable(page, "IPv6", v6))}
${section(
  "rules",
  t("public-coverage.rules"),
  html`<p class="utrecht-paragraph">${t("public-coverage.rule-small", smallCells)}</p>
<p class="utrecht-paragraph">${t("public-coverage.rule-rounding")}</p>
<p class="utrecht-paragraph">${link("/public/coverage.json", t("public-coverage.json"))}</p>`,
)}`;
  return layout(page, { title: t("public-coverage.title", { country }), body });
}

function shareTable(page: Page, family: string, shares: PublicShares | null): Html {
  const { t } = page;
  if (shares === null) return nothing(t("public-coverage.withheld"));
  return table<PublicShares[number]>({
    caption: t("public-coverage.caption", { family }),
    quietCaption: true,
    columns: [
      {
        head: t("coverage.rung"),
        names: true,
        cell: ({ rung }) =>
          rung === "others" ? t("public-coverage.others") : rungText(page, rung),
      },
      {
        head: t("public-coverage.share"),
        numeric: true,
        cell: ({ percent }) => `${page.number(percent)} %`,
      },
    ],
    rows: shares,
  });
}
