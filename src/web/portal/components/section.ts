import { html } from "hono/html";
import type { Html } from "../html.ts";

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

/** A part of a page that its main heading names. */
export function card(body: Html): Html {
  return html`<div class="mp-section">${body}</div>`;
}

/** Says that there is nothing, and why. */
export function nothing(text: string): Html {
  return html`<p class="utrecht-paragraph mp-nothing">${text}</p>`;
}

/** Words that come from the program or from others, in English whatever language the page is in. */
export function english(text: string): Html {
  return html`<span lang="en">${text}</span>`;
}

export function link(to: string, text: string): Html {
  return html`<a class="utrecht-link utrecht-link--html-a" href="${to}">${text}</a>`;
}
