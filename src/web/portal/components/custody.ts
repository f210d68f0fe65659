import { html } from "hono/html";
import { type CustodyAnswer, nextCustody, passesOn } from "../../../domain/custody/custody.ts";
import type { CustodyMail, CustodyPart } from "../../../store/views/custody-mails.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { noteBadge } from "./badge.ts";
import { choice, textField } from "./field.ts";
import { table } from "./table.ts";

/** What was typed into the form; asked about once more before anything is done. */
export type CustodyForm = { readonly answer: CustodyAnswer; readonly reason: string };

const answers = ["acknowledge", "forward", "fixed", "decline", "return"] as const;

/** Answers that fit something of the mail still. */
export function listAnswers({ states }: CustodyMail): readonly CustodyAnswer[] {
  return answers.filter((answer) =>
    states.some(({ state }) => nextCustody(state, answer) !== null),
  );
}

/** Where what the mail asked for stands: how many, since when, until when, and why. */
export function custodyTable(page: Page, { states }: CustodyMail): Html {
  const { t, instant } = page;
  return table<CustodyPart>({
    caption: t("custody.states"),
    quietCaption: true,
    columns: [
      { head: t("custody.state"), names: true, cell: ({ state }) => stateBadge(page, state) },
      { head: t("custody.findings"), numeric: true, cell: ({ findings }) => page.number(findings) },
      {
        head: t("custody.answered"),
        cell: ({ answeredAt }) => (answeredAt === null ? t("page.none") : instant(answeredAt)),
      },
      {
        head: t("custody.until"),
        cell: ({ dueAt }) => (dueAt === null ? t("page.none") : instant(dueAt)),
      },
      { head: t("custody.reason"), cell: ({ reason }) => reason ?? t("page.none") },
    ],
    rows: states,
  });
}

export function stateBadge({ t }: Page, state: CustodyPart["state"]): Html {
  const isOver = passesOn(state);
  const tone = state === "asked" ? "warning" : isOver ? "danger" : "success";
  return noteBadge(tone, t(`custody.state.${state}`));
}

/** The form of an answer; nothing is done before it was asked about once more. */
export function answerForm({ t }: Page, to: string, mail: CustodyMail): Html {
  const fitting = listAnswers(mail);
  return html`<form method="post" action="${to}" class="mp-form">
${choice(
  { id: "answer", label: t("custody.answer") },
  fitting.map((answer) => [answer, t(`custody.answer.${answer}`)]),
)}
${textField({ id: "reason", label: t("custody.reason-label"), hint: t("custody.reason-hint"), maxLength: 500 })}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("custody.go-on")}</button>
</form>`;
}

/** Says what the answer would do, and asks. */
export function confirmForm({ t }: Page, to: string, { answer, reason }: CustodyForm): Html {
  return html`<p class="utrecht-paragraph">${t(`custody.confirm.${answer}`)}</p>
${reason === "" ? "" : html`<p class="utrecht-paragraph">${t("custody.reason")}: ${reason}</p>`}
<form method="post" action="${to}" class="mp-form">
<input type="hidden" name="answer" value="${answer}">
<input type="hidden" name="reason" value="${reason}">
<input type="hidden" name="confirmed" value="yes">
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("custody.confirm")}</button>
</form>`;
}
