import { html } from "hono/html";
import type { Html } from "../html.ts";

export type Field = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string;
  readonly required?: boolean;
  readonly maxLength?: number;
  /** What browsers may fill in; nothing unless told. */
  readonly autocomplete?: string;
  /** What may be meant; anything else may be typed as well. */
  readonly suggestions?: readonly string[];
};

/** A line to type, with its label and what to type there. */
export function textField(field: Field): Html {
  const { id, value = "", maxLength = 300, autocomplete = "off", suggestions } = field;
  const list = suggestions === undefined ? "" : html` list="${id}-list"`;
  return labelled(
    field,
    html`<input class="utrecht-textbox utrecht-textbox--html-input" id="${id}" name="${id}" type="text" value="${value}" maxlength="${maxLength}"
 autocomplete="${autocomplete}" autocapitalize="none" spellcheck="false"${list}${more(field)}>${
   suggestions === undefined
     ? ""
     : html`<datalist id="${id}-list">${suggestions.map((one) => html`<option value="${one}"></option>`)}</datalist>`
 }`,
  );
}

/** A day, as `2027-01-31`. */
export function dayField(field: Field): Html {
  const { id, value = "" } = field;
  return labelled(
    field,
    html`<input class="utrecht-textbox utrecht-textbox--html-input mp-day" id="${id}" name="${id}" type="date" value="${value}" autocomplete="off"${more(field)}>`,
  );
}

/** Several lines to type. */
export function textArea(field: Field): Html {
  const { id, value = "", maxLength = 4000 } = field;
  return labelled(
    field,
    html`<textarea class="utrecht-textarea utrecht-textarea--html-textarea" id="${id}" name="${id}" rows="4" maxlength="${maxLength}"
 spellcheck="false"${more(field)}>${value}</textarea>`,
  );
}

/** One of a few. */
export function choice(
  field: Field,
  options: readonly (readonly [value: string, text: string])[],
): Html {
  const { id, value: chosen = "" } = field;
  return labelled(
    field,
    html`<select class="utrecht-select utrecht-select--html-select" id="${id}" name="${id}"${more(field)}>
${toOptions(options, chosen)}
</select>`,
  );
}

function toOptions(options: readonly (readonly [string, string])[], chosen: string): Html[] {
  return options.map(
    ([value, text]) =>
      html`<option value="${value}"${value === chosen ? html` selected` : ""}>${text}</option>`,
  );
}

/** One of many, in groups that have names. */
export function groupedChoice(
  field: Field,
  groups: readonly (readonly [
    label: string,
    options: readonly (readonly [value: string, text: string])[],
  ])[],
): Html {
  const { id, value: chosen = "" } = field;
  return labelled(
    field,
    html`<select class="utrecht-select utrecht-select--html-select" id="${id}" name="${id}"${more(field)}>
${groups.map(
  ([label, options]) => html`<optgroup label="${label}">
${toOptions(options, chosen)}
</optgroup>`,
)}
</select>`,
  );
}

function more({ id, hint, required }: Field): Html {
  return html`${hint === undefined ? "" : html` aria-describedby="${id}-hint"`}${required ? html` required` : ""}`;
}

function labelled({ id, label, hint }: Field, control: Html): Html {
  return html`<div class="utrecht-form-field utrecht-form-field--text">
<label class="utrecht-form-label mp-form__label" for="${id}">${label}</label>
${hint === undefined ? "" : html`<p class="utrecht-form-field-description mp-form__hint" id="${id}-hint">${hint}</p>`}
${control}
</div>`;
}

/** What stands in the way, where screen readers say it at once. */
export function alert(lines: readonly string[]): Html {
  if (lines.length === 0) return html``;
  return html`<div class="utrecht-alert utrecht-alert--error" role="alert"><div class="utrecht-alert__content">
${lines.map((line) => html`<p class="utrecht-paragraph">${line}</p>`)}</div></div>`;
}
