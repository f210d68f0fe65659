import { html } from "hono/html";
import type { Html } from "../html.ts";

/** What is known of one thing: names with their values; those that are null are left out. */
export function facts(
  list: readonly (readonly [name: string, value: Html | string | number | null])[],
): Html {
  const shown = list.filter(([, value]) => value !== null);
  return html`<dl class="utrecht-data-list mp-facts">
${shown.map(
  ([name, value]) => html`<div class="mp-facts__item">
<dt class="utrecht-data-list__item-key">${name}</dt>
<dd class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">${value}</dd>
</div>`,
)}
</dl>`;
}
