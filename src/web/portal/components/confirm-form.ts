import { html } from "hono/html";
import type { Html } from "../html.ts";

/** A field that goes along without being shown. */
export type Hidden = readonly [name: string, value: string];

/** A form with one button that carries fields along: what was asked about, and is to be done now. */
export function confirmForm(form: {
  readonly action: string;
  readonly fields: readonly Hidden[];
  readonly button: string;
}): Html {
  return html`<form method="post" action="${form.action}" class="mp-form">
${form.fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<input type="hidden" name="confirmed" value="yes">
<button class="utrecht-button utrecht-button--primary-action" type="submit">${form.button}</button>
</form>`;
}

/** A button in a row of a table that asks about what it would do; `about` tells it from the others of its kind. */
export function rowButton(form: {
  readonly action: string;
  readonly fields: readonly Hidden[];
  readonly button: string;
  readonly about: string;
}): Html {
  return html`<form method="post" action="${form.action}">
${form.fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button class="utrecht-button utrecht-button--secondary-action mp-row-button" type="submit" aria-label="${form.button}: ${form.about}">${form.button}</button>
</form>`;
}
