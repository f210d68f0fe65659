import { html } from "hono/html";
import type { AnsweredCustody } from "../../../actions/answer-custody.ts";
import type { CustodyMail } from "../../../store/views/custody-mails.ts";
import {
  answerForm,
  type CustodyForm,
  confirmForm,
  custodyTable,
  stateBadge,
} from "../components/custody.ts";
import { alert } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import { card, link, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** Where an answer stands: asked about once more, in want of a reason, or done. */
export type AnswerStep =
  | { readonly kind: "confirm"; readonly form: CustodyForm }
  | { readonly kind: "no-reason" }
  | { readonly kind: "done"; readonly answered: AnsweredCustody };

/** One answer of an intermediary on its way; what came too late is answered with what has happened since. */
export function custodyAnswerPage(page: Page, mail: CustodyMail, step: AnswerStep): Html {
  const { t } = page;
  const title = t("custody.answer-title", { number: mail.number ?? "" });
  const back = link(`/notifications/${mail.notification}`, t("custody.back"));
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${step.kind === "no-reason" ? alert([t("custody.no-reason")]) : ""}
${step.kind === "done" ? done(page, step.answered) : card(ask(page, mail, step))}
<p class="utrecht-paragraph">${back}</p>`;
  return layout(page, { title, body });
}

function ask(
  page: Page,
  mail: CustodyMail,
  step: Exclude<AnswerStep, { readonly kind: "done" }>,
): Html {
  if (step.kind === "confirm") return confirmForm(page, page.path, step.form);
  return html`${custodyTable(page, mail)}${answerForm(page, page.path, mail)}`;
}

function done(page: Page, { taken, passedOn, late }: AnsweredCustody): Html {
  const { t } = page;
  const said = html`<p class="utrecht-paragraph">${t("custody.done", { taken, passedOn })}</p>`;
  if (late.length === 0) return card(said);
  const shown = late.slice(0, 100);
  return html`${card(said)}${section(
    "late",
    t("custody.late", { count: late.length }),
    html`<p class="utrecht-paragraph">${t("custody.late-text")}</p>
${table<(typeof shown)[number]>({
  caption: t("custody.late", { count: late.length }),
  quietCaption: true,
  columns: [
    { head: t("custody.finding"), names: true, cell: ({ finding }) => String(finding) },
    { head: t("custody.state"), cell: ({ state }) => stateBadge(page, state) },
    {
      head: t("custody.since"),
      cell: ({ since }) => (since === null ? t("page.none") : page.instant(since)),
    },
  ],
  rows: shown,
})}`,
  )}`;
}
