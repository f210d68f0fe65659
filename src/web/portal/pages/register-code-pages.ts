import { html } from "hono/html";
import type { FollowedRegistration } from "../../../actions/follow-registration.ts";
import { facts } from "../components/facts.ts";
import { alert, textArea, textField } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import { card } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** Where the number and the code of the mail are typed. */
export function confirmPage(page: Page, registration: string, isWrong: boolean): Html {
  const { t } = page;
  const title = t("register.confirm-title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph mp-lead">${t("register.confirm-intro")}</p>
${alert(isWrong ? [t("register.confirm-wrong")] : [])}
<form method="post" action="/register/confirm" class="mp-section mp-form">
${textField({ id: "registration", label: t("register.registration"), value: registration, required: true, maxLength: 36 })}
${textField({ id: "code", label: t("register.code"), required: true, maxLength: 100, autocomplete: "one-time-code" })}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("register.confirm")}</button>
</form>`;
  return layout(page, { title, body });
}

/** Shows the follow-up code, this once. */
export function confirmedPage(page: Page, followUp: string): Html {
  const { t } = page;
  const title = t("register.confirmed-title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph mp-lead">${t("register.confirmed")}</p>
${card(facts([[t("register.follow-up"), html`<code class="utrecht-code">${followUp}</code>`]]))}`;
  return layout(page, { title, body });
}

/** Asks for the follow-up code. */
export function followPage(page: Page, isWrong: boolean): Html {
  const { t } = page;
  const title = t("register.follow-title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${alert(isWrong ? [t("register.follow-wrong")] : [])}
<form method="post" action="/register/follow" class="mp-section mp-form">
${textField({ id: "followUp", label: t("register.follow-up"), required: true, maxLength: 100 })}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("register.follow")}</button>
</form>`;
  return layout(page, { title, body });
}

/** Where the registration stands, and the question that waits for an answer. */
export function followedPage(page: Page, found: FollowedRegistration, followUp: string): Html {
  const { t, instant } = page;
  const title = found.name;
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${card(
  facts([
    [t("register.state"), t(`register.state-${found.state}`)],
    [t("register.asked-at"), instant(found.askedAt)],
    [t("register.organisation"), found.organisation],
    [t("register.reason"), found.reason],
    [t("register.question"), found.question],
    [t("register.answer"), found.answer],
  ]),
)}
${found.state === "question" ? answerForm(page, followUp) : ""}`;
  return layout(page, { title, body });
}

function answerForm({ t }: Page, followUp: string): Html {
  return html`<form method="post" action="/register/answer" class="mp-section mp-form">
<input type="hidden" name="followUp" value="${followUp}">
${textArea({ id: "answer", label: t("register.answer"), required: true })}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("register.send-answer")}</button>
</form>`;
}

/** Asks to wait. */
export function waitPage(page: Page, minutes: number): Html {
  const { t } = page;
  const title = t("register.title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${alert([t("register.wait", { minutes })])}`;
  return layout(page, { title, body });
}
