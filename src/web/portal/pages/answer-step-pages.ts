import { html } from "hono/html";
import type { AnswerPage } from "../../../actions/read-answer-page.ts";
import type { RespondedFinding } from "../../../actions/responses/answer.ts";
import { mostHandOffDays } from "../../../domain/response/answer-token.ts";
import { mostUntilMs } from "../../../domain/response/judge-response.ts";
import type { TypedResponse } from "../../../domain/response/read-response.ts";
import { falsePositiveReasons, type ResponseKind } from "../../../domain/response/response.ts";
import { formatRowNumbers } from "../../../domain/response/row-numbers.ts";
import { alert, choice, type Field, textArea, textField } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import { card, link } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import type { TextKey } from "../texts/nl.ts";
import type { TypedFields } from "./register-page.ts";

/** An answer on its way: what was chosen, for which rows (null: all). */
export type ChosenAnswer = {
  readonly path: string;
  readonly shown: AnswerPage;
  readonly rows: readonly number[] | null;
};

/** Asks once more before an answer counts, with what belongs to its kind. */
export function confirmAnswerPage(
  page: Page,
  { path, shown, rows }: ChosenAnswer,
  kind: ResponseKind,
  typed: TypedFields,
  fault: keyof TypedResponse | null,
): Html {
  const { t } = page;
  const title = t(`answers.kind-${kind}`);
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph mp-lead">${t("answers.confirm-lead", { number: shown.notification.number })} ${toRows(page, shown, rows)}</p>
<p class="utrecht-paragraph">${t(`answers.about-${kind}`)}</p>
${alert(fault === null ? [] : [t("answers.incomplete", { field: t(`answers.field-${fault}` as TextKey) })])}
<form method="post" action="${path}/confirm" class="mp-section mp-form">
${hidden({ form: shown.formToken, answer: kind, rows: toText(rows) })}
${fieldsOf(page, kind, typed)}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("answers.confirm", { kind: title })}</button>
</form>
<p class="utrecht-paragraph">${link(path, t("answers.back"))}</p>`;
  return layout(page, { title, body });
}

/** All rows are said to be all: whoever ticked none sees it before it counts. */
function toRows({ t }: Page, { notification }: AnswerPage, rows: readonly number[] | null): Html {
  return html`<strong>${
    rows === null
      ? t("answers.for-all", { count: notification.live })
      : t("answers.for-rows", { count: rows.length, rows: formatRowNumbers(rows) })
  }</strong>`;
}

function toText(rows: readonly number[] | null): string {
  return rows === null ? "all" : formatRowNumbers(rows);
}

function hidden(values: Readonly<Record<string, string>>): Html {
  return html`${Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`;
}

const dayMs = 86_400_000;

function fieldsOf(page: Page, kind: ResponseKind, typed: TypedFields): Html {
  const { t } = page;
  const of = (id: string): Field => ({
    id,
    label: t(`answers.field-${id}` as TextKey),
    value: typed[id] ?? "",
  });
  switch (kind) {
    case "fixed":
      return html``;
    case "working":
      return dayField(page, { ...of("until"), hint: t("answers.until-hint") }, mostUntilMs.working);
    case "forwarded":
      return textField({ ...of("to"), hint: t("answers.to-hint") });
    case "not-ours":
      return textArea({ ...of("reason"), hint: t("answers.reason-optional"), maxLength: 2000 });
    case "stop":
      return textArea({ ...of("reason"), hint: t("answers.reason-optional"), maxLength: 2000 });
    case "false-positive":
      return html`${choice(
        { ...of("because"), required: true },
        falsePositiveReasons.map((name) => [name, t(`answers.because-${name}`)] as const),
      )}${textArea({ ...of("reason"), hint: t("answers.reason-needed"), required: true, maxLength: 2000 })}`;
    case "accepted":
      return html`${dayField(page, { ...of("until"), required: true }, mostUntilMs.accepted)}
${textArea({ ...of("reason"), hint: t("answers.accepted-hint"), required: true, maxLength: 2000 })}`;
    case "other-contact":
      return html`${textField({ ...of("address"), hint: t("answers.address-hint"), autocomplete: "email", maxLength: 254 })}
${choice(of("language"), [
  ["", t("answers.language-same")],
  ["nl", "Nederlands"],
  ["en", "English"],
])}`;
    case "contact-us":
      return textArea({ ...of("message"), required: true, maxLength: 2000 });
  }
}

/** A day from tomorrow on. */
function dayField(page: Page, field: Field, mostMs: number): Html {
  const toDay = (ms: number): string =>
    new Date(page.now.getTime() + ms).toISOString().slice(0, 10);
  const { id, label, hint, value, required } = field;
  return html`<div class="utrecht-form-field utrecht-form-field--text">
<label class="utrecht-form-label mp-form__label" for="${id}">${label}</label>
${hint === undefined ? "" : html`<p class="utrecht-form-field-description mp-form__hint" id="${id}-hint">${hint}</p>`}
<input class="utrecht-textbox utrecht-textbox--html-input" id="${id}" name="${id}" type="date" value="${value}" min="${toDay(dayMs)}" max="${toDay(mostMs)}"${required ? html` required` : ""}${hint === undefined ? "" : html` aria-describedby="${id}-hint"`}>
</div>`;
}

/** What became of an answer. */
export function answeredPage(
  page: Page,
  path: string,
  kind: ResponseKind,
  responded: readonly RespondedFinding[],
): Html {
  const { t } = page;
  const title = t("answers.done-title");
  const counts = Map.groupBy(responded, ({ outcome, because }) => because ?? outcome);
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<div role="status">
${[...counts].map(([outcome, some]) => html`<p class="utrecht-paragraph">${t(`answers.outcome-${outcome}`, { count: some.length, kind: t(`answers.kind-${kind}`) })}</p>`)}
${responded.length === 0 ? html`<p class="utrecht-paragraph">${t("answers.outcome-none")}</p>` : ""}
</div>
${card(html`<p class="utrecht-paragraph">${t(`answers.then-${kind}`)}</p>`)}
<p class="utrecht-paragraph">${link(path, t("answers.back"))}</p>`;
  return layout(page, { title, body });
}

/** Asks for how long a supplier may see the rows. */
export function handOffPage(
  page: Page,
  { path, shown, rows }: ChosenAnswer,
  trouble: "nothing" | "too-long" | "not-yours" | null,
): Html {
  const { t } = page;
  const title = t("answers.hand-off");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph mp-lead">${t("answers.hand-off-lead")} ${toRows(page, shown, rows)}</p>
${alert(trouble === null ? [] : [t(`answers.hand-off-${trouble}`, { days: mostHandOffDays })])}
<form method="post" action="${path}/hand-off" class="mp-section mp-form">
${hidden({ form: shown.formToken, rows: toText(rows) })}
${choice(
  { id: "days", label: t("answers.days"), value: "7" },
  [1, 3, 7, 14, mostHandOffDays].map(
    (days) => [String(days), t("answers.days-count", { days })] as const,
  ),
)}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("answers.make-link")}</button>
</form>
<p class="utrecht-paragraph">${link(path, t("answers.back"))}</p>`;
  return layout(page, { title, body });
}

/** Shows the link of a supplier, this once. */
export function handedOffPage(
  page: Page,
  path: string,
  made: { readonly address: string; readonly rows: number; readonly expiresAt: Date },
): Html {
  const { t } = page;
  const title = t("answers.handed-off-title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph mp-lead">${t("answers.handed-off", { count: made.rows, until: page.instantText(made.expiresAt) })}</p>
${card(html`<p class="utrecht-paragraph"><code class="utrecht-code mp-wrap">${made.address}</code></p>`)}
<p class="utrecht-paragraph">${t("answers.handed-off-hint")}</p>
<p class="utrecht-paragraph">${link(path, t("answers.back"))}</p>`;
  return layout(page, { title, body });
}

/** A link that leads nowhere, whatever the reason: the same words for all of them. */
export function deadLinkPage(page: Page, waitMinutes: number | null): Html {
  const { t } = page;
  const title = t("answers.dead-title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph">${waitMinutes === null ? t("answers.dead") : t("answers.wait", { minutes: waitMinutes })}</p>`;
  return layout(page, { title, body });
}
