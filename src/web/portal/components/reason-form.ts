import { html } from "hono/html";
import type { Html } from "../html.ts";

/** A form that does one thing and asks why; `invalid` where the reason was left out. */
export function reasonForm(form: {
  readonly action: string;
  readonly answer: string;
  readonly label: string;
  readonly button: string;
  readonly invalid: boolean;
}): Html {
  const id = `reason-${form.answer}`;
  return html`<form method="post" action="${form.action}" class="mp-form">
<input type="hidden" name="answer" value="${form.answer}">
<div class="utrecht-form-field utrecht-form-field--text">
<label class="utrecht-form-label mp-form__label" for="${id}">${form.label}</label>
<input class="utrecht-textbox utrecht-textbox--html-input" id="${id}" name="reason" type="text" required maxlength="500" autocomplete="off"${form.invalid ? html` aria-invalid="true" aria-describedby="trouble"` : ""}>
</div>
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${form.button}</button>
</form>`;
}

/** A box to tick. */
export function checkbox(box: {
  readonly name: string;
  readonly label: string;
  readonly checked?: boolean;
  readonly required?: boolean;
  readonly invalid?: boolean;
}): Html {
  return html`<div class="utrecht-form-field utrecht-form-field--checkbox">
<label class="utrecht-form-label utrecht-form-label--checkbox" for="${box.name}">
<input class="utrecht-checkbox" id="${box.name}" name="${box.name}" type="checkbox" value="yes"${box.checked ? html` checked` : ""}${box.required ? html` required` : ""}${box.invalid ? html` aria-invalid="true" aria-describedby="trouble"` : ""}>
${box.label}</label>
</div>`;
}

/** What stands in the way of an answer. */
export function troubleAlert(text: string): Html {
  return html`<div class="utrecht-alert utrecht-alert--error" role="alert" id="trouble">
<div class="utrecht-alert__content"><p class="utrecht-paragraph">${text}</p></div></div>`;
}
