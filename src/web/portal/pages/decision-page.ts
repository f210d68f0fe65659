import { html } from "hono/html";
import type { DecisionDetail } from "../../../store/views/decision-detail.ts";
import { decisionFacts, traceTable } from "../components/decision-view.ts";
import { layout } from "../components/layout.ts";
import type { Names } from "../components/recipient.ts";
import { section } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** A decision with the walk that led to it. */
export function decisionPage(page: Page, decision: DecisionDetail, names: Names): Html {
  const { t } = page;
  const title = t("decision.title", { id: String(decision.id) });
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph mp-lead">${t("decision.intro")}</p>
${section(
  "outcome",
  t("decision.outcome"),
  decisionFacts(page, decision, names, [
    [t("decision.decided"), page.instant(decision.decidedAt)],
    [t("decision.snapshot"), html`<code class="utrecht-code">${decision.snapshot}</code>`],
  ]),
)}
${section("trace", t("decision.trace"), traceTable(page, decision.trace))}`;
  return layout(page, { title, body });
}
