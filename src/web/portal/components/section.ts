import { html } from "hono/html";
import type { Html } from "../page.ts";

/** A part of a page under a heading of its own; `more` leads to all of it. */
export function section(
  id: string,
  title: string,
  body: Html,
  more: { readonly to: string; readonly text: string } | null = null,
): Html {
  return html`<section class="mp-section" aria-labelledby="${id}">
<div class="mp-section__head">
<h2 class="utrecht-heading-2" id="${id}">${title}</h2>
${more === null ? "" : html`<a class="utrecht-link utrecht-link--html-a" href="${more.to}">${more.text}</a>`}
</div>
${body}
</section>`;
}

/** Says that there is nothing, and why. */
export function nothing(text: string): Html {
  return html`<p class="utrecht-paragraph mp-nothing">${text}</p>`;
}

export function link(to: string, text: string): Html {
  return html`<a class="utrecht-link utrecht-link--html-a" href="${to}">${text}</a>`;
}
