import { html } from "hono/html";
import { type MailVerdict, mailVerdicts } from "../../../actions/settle-received-mail.ts";
import type { ShownMail } from "../../../actions/show-received-mail.ts";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import { facts } from "../components/facts.ts";
import { alert, textArea } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import { card, link, nothing, section } from "../components/section.ts";
import { threadTable } from "../components/thread.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** One mail that came to us, its thread, and what an operator may do about it. */
export function receivedMailPage(
  page: Page,
  mail: ShownMail,
  options: { readonly mayAnswer: boolean; readonly trouble: string | null },
): Html {
  const { t } = page;
  const title = toSafeText(mail.subject ?? "") || t("mails.no-subject");
  const isOpen = mail.state === "waiting" && options.mayAnswer;
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${alert(options.trouble === null ? [] : [options.trouble])}
${card(about(page, mail))}
${section("text", t("mails.text"), text(page, mail))}
${mail.notification === null ? "" : section("thread", t("thread.section"), threadTable(page, mail.thread))}
${isOpen ? forms(page, mail) : ""}`;
  return layout(page, { title, body });
}

function about(page: Page, mail: ShownMail): Html {
  const { t, instant } = page;
  const { notification, number, suggestion, effects, settledAt } = mail;
  return facts([
    [t("mails.class"), mail.class === null ? null : t(`mails.class-${mail.class}`)],
    [t("mails.state"), t(`mails.state-${mail.state}`)],
    [t("mails.author"), mail.author],
    [t("mails.received"), instant(mail.receivedAt)],
    [
      t("mails.about"),
      notification === null || number === null
        ? null
        : link(`/notifications/${notification}`, number),
    ],
    [t("mails.suggestion"), suggestion === null ? null : t(`mails.suggestion-${suggestion}`)],
    [t("mails.address"), mail.address],
    [t("mails.status"), mail.status],
    [t("mails.ticket"), mail.ticket],
    [
      t("mails.effects"),
      effects.length === 0 ? null : effects.map((effect) => t(`mails.effect-${effect}`)).join(", "),
    ],
    [
      t("mails.settled"),
      settledAt === null
        ? null
        : t("mails.settled-by", { at: page.instantText(settledAt), by: mail.settledBy ?? "" }),
    ],
  ]);
}

function text({ t }: Page, mail: ShownMail): Html {
  if (mail.text === null || mail.text.trim() === "") return nothing(t("mails.text-gone"));
  const lines = mail.text.split("\n").map((line) => toSafeText(line, 1000));
  return html`<div class="mp-mail"><pre>${lines.join("\n")}</pre></div>`;
}

function forms(page: Page, mail: ShownMail): Html {
  const { t } = page;
  const mayAnswer = mail.class === "person" && mail.author !== null && mail.notification !== null;
  const verdicts = mail.delivery === null ? (["nothing"] as const) : mailVerdicts;
  return html`${
    mayAnswer
      ? section(
          "answer-head",
          t("mails.answer"),
          html`<form method="post" action="/mails/${mail.id}" class="mp-form"><input type="hidden" name="do" value="answer">
${textArea({ id: "text", label: t("mails.answer-text"), hint: t("mails.answer-hint", { address: mail.author ?? "" }), required: true, maxLength: 20_000 })}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("mails.answer")}</button></form>`,
        )
      : ""
  }
${section(
  "settle-head",
  t("mails.settle"),
  html`${mail.delivery === null ? "" : html`<p class="utrecht-paragraph">${t("mails.settle-hint")}</p>`}
${verdicts.map((verdict) => settleForm(page, mail, verdict))}`,
)}`;
}

function settleForm({ t }: Page, { id }: ShownMail, verdict: MailVerdict): Html {
  return html`<form method="post" action="/mails/${id}" class="mp-form"><input type="hidden" name="do" value="${verdict}">
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t(`mails.settle-${verdict}`)}</button></form>`;
}
