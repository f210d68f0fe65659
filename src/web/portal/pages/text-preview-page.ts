import { html } from "hono/html";
import type { PreviewName } from "../../../actions/preview-text.ts";
import { type Rung, rungs } from "../../../domain/decision/rung.ts";
import type { Language } from "../../../domain/finding/finding-type.ts";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import { layout } from "../components/layout.ts";
import { section } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import type { ShownMail } from "../read-mail.ts";

/** Which text is looked at, and what fills it. */
export type PreviewChoice = {
  readonly name: PreviewName;
  readonly language: Language;
  readonly rung: Rung | null;
  /** Null: something made up. */
  readonly notification: string | null;
};

export type TextPreviewData = {
  readonly choice: PreviewChoice;
  readonly names: readonly PreviewName[];
  readonly mail: ShownMail;
};

/** The mail that a text makes; what a finder wrote runs in no browser. */
export function textPreviewPage(page: Page, { choice, names, mail }: TextPreviewData): Html {
  const { t } = page;
  const body = html`<h1 class="utrecht-heading-1">${t("texts.title")}</h1>
<p class="utrecht-paragraph mp-lead">${t("texts.intro")}</p>
${form(page, choice, names)}
${section("text", toSafeText(mail.subject), html`<div class="mp-mail"><pre lang="${choice.language}">${mail.text}</pre></div>`)}
${mail.attachments.length === 0 ? "" : section("attachments", t("mail.attachments"), attachments(mail))}`;
  return layout(page, { title: t("texts.title"), body });
}

function form(page: Page, choice: PreviewChoice, names: readonly PreviewName[]): Html {
  const { t } = page;
  const languages = [
    ["nl", "Nederlands"],
    ["en", "English"],
  ] as const;
  return html`<form method="get" action="/texts" class="mp-filter" aria-label="${t("texts.choose")}">
${select(
  "name",
  t("texts.name"),
  choice.name,
  names.map((name) => [name, name]),
)}
${select("language", t("texts.language"), choice.language, languages)}
${select("rung", t("texts.rung"), choice.rung ?? "", [
  ["", t("texts.rung-own")],
  ...rungs.map((rung) => [rung, t(`rung.${rung}`)] as const),
])}
<div class="mp-filter__field"><label class="utrecht-form-label" for="notification">${t("texts.notification")}</label>
<input class="utrecht-textbox utrecht-textbox--html-input" id="notification" name="notification" value="${choice.notification ?? ""}" autocomplete="off"></div>
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t("texts.show")}</button>
</form>`;
}

function select(
  name: string,
  label: string,
  chosen: string,
  options: readonly (readonly [string, string])[],
): Html {
  return html`<div class="mp-filter__field"><label class="utrecht-form-label" for="${name}">${label}</label>
<select class="utrecht-select utrecht-select--html-select" id="${name}" name="${name}">
${options.map(([value, text]) => html`<option value="${value}"${value === chosen ? html` selected` : ""}>${text}</option>`)}
</select></div>`;
}

function attachments({ attachments: list }: ShownMail): Html {
  return html`<ul class="utrecht-unordered-list">
${list.map(({ fileName, mimeType }) => html`<li class="utrecht-unordered-list__item">${fileName} <span class="mp-small">${mimeType}</span></li>`)}
</ul>`;
}
