import { html } from "hono/html";
import type { StopLink } from "../../../actions/stop-digests.ts";
import { layout } from "../components/layout.ts";
import { card } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** What a link would stop; a button stops it, opening the page does not. */
export function stopPage(page: Page, link: StopLink): Html {
  const { t } = page;
  const title = t("stop.title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${card(html`<p class="utrecht-paragraph">${t("stop.what")}</p>
${kindList(page, link)}
<p class="utrecht-paragraph">${t("stop.urgent")}</p>
<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("stop.button")}</button></form>`)}`;
  return layout(page, { title, body });
}

/** Says that it is done. */
export function stoppedPage(page: Page, link: StopLink): Html {
  const { t } = page;
  const title = t("stop.done");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${card(html`<p class="utrecht-paragraph">${t("stop.no-more")}</p>
${kindList(page, link)}
<p class="utrecht-paragraph">${t("stop.urgent")}</p>
<p class="utrecht-paragraph">${t("stop.back")}</p>`)}`;
  return layout(page, { title, body });
}

function kindList({ t }: Page, { kinds }: StopLink): Html {
  return html`<ul class="utrecht-unordered-list">${kinds.map(
    (kind) => html`<li class="utrecht-unordered-list__item">${t(`kind.${kind}`)}</li>`,
  )}</ul>`;
}
