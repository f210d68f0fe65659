import { html } from "hono/html";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import type { TextKey } from "../texts/nl.ts";

/** A few figures that matter most, each with what it counts and the part of the page that says more. */
export function keyFigures(
  { t, number }: Page,
  figures: readonly (readonly [text: TextKey, count: number, to: string])[],
): Html {
  return html`<ul class="mp-figures">
${figures.map(([key, count, to]) => html`<li class="mp-figures__item"><a class="mp-figures__link" href="${to}"><span class="mp-figures__number">${number(count)}</span> <span class="mp-figures__text">${t(key, { count })}</span></a></li>`)}
</ul>`;
}
