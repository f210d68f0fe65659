import { html } from "hono/html";
import type { TypeAdvice } from "../../../domain/finding/advice.ts";
import type { FindingType, Language } from "../../../domain/finding/finding-type.ts";
import { severityBadge } from "../components/badge.ts";
import { layout } from "../components/layout.ts";
import { nothing, section } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** A finding type in words, and the advice that every mail about it gives. */
export function findingTypePage(
  page: Page,
  language: Language,
  type: FindingType,
  advice: TypeAdvice | null,
): Html {
  const { t } = page;
  const title = type.title[language];
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph mp-lead">${severityBadge(page, type.severity)} <code class="utrecht-code">${type.id}</code> ${type.cves.join(", ")}</p>
${section("advice", t("type.advice"), advice === null ? nothing(t("type.no-advice")) : words(page, advice))}`;
  return layout(page, { title, body });
}

function words({ t }: Page, { name, version, text }: TypeAdvice): Html {
  return html`${text
    .split("\n\n")
    .map((paragraph) => html`<p class="utrecht-paragraph">${paragraph.replaceAll("\n", " ")}</p>`)}
<p class="mp-small">${t("type.version", { name, version })}</p>`;
}
