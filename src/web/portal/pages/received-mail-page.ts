import { html } from "hono/html";
import { type MailVerdict, mailVerdicts } from "../../../actions/settle-received-mail.ts";
import type { ShownMail } from "../../../actions/show-received-mail.ts";
import { suggestions } from "../../../domain/incoming/suggest-response.ts";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import { facts } from "../components/facts.ts";
import { alert, choice, textArea, textField } from "../components/field.ts";
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
  const isUnanswered =
    options.mayAnswer &&
    (isOpen || mail.state === "settled") &&
    !mail.effects.includes("answered") &&
    mail.class === "person" &&
    mail.author !== null &&
    mail.notification !== null;
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${alert(options.trouble === null ? [] : [options.trouble])}
${card(about(page, mail))}
${section("text", t("mails.text"), text(page, mail))}
${mail.notification === null ? "" : section("thread", t("thread.section"), threadTable(page, mail.thread))}
${isOpen && mail.notification !== null ? respondForm(page, mail) : ""}
${isUnanswered ? answerForm(page, mail) : ""}
${isOpen ? settleForms(page, mail) : ""}`;
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
    [
      t("mails.proven"),
      notification === null ? null : t(mail.isProven ? "mails.proven-yes" : "mails.proven-no"),
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

function respondForm(page: Page, { id, suggestion }: ShownMail): Html {
  const { t } = page;
  return section(
    "respond-head",
    t("mails.respond"),
    html`<form method="post" action="/mails/${id}" class="mp-form"><input type="hidden" name="do" value="respond">
${choice(
  {
    id: "kind",
    label: t("mails.respond-kind"),
    hint: t("mails.respond-hint"),
    required: true,
    value: suggestion ?? "",
  },
  [["", ""], ...suggestions.map((kind) => [kind, t(`mails.suggestion-${kind}`)] as const)],
)}
${textField({ id: "reason", label: t("mails.respond-reason"), maxLength: 2000 })}
${textField({ id: "address", label: t("mails.respond-address"), maxLength: 254 })}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("mails.respond")}</button></form>`,
  );
}

function answerForm(page: Page, { id, author }: ShownMail): Html {
  const { t } = page;
  return section(
    "answer-head",
    t("mails.answer"),
    html`<form method="post" action="/mails/${id}" class="mp-form"><input type="hidden" name="do" value="answer">
${textArea({ id: "text", label: t("mails.answer-text"), hint: t("mails.answer-hint", { address: author ?? "" }), required: true, maxLength: 20_000 })}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("mails.answer")}</button></form>`,
  );
}

function settleForms(page: Page, mail: ShownMail): Html {
  const { t } = page;
  const verdicts = mailVerdicts.filter((verdict) => {
    if (verdict === "stop-digests") return mail.effects.includes("complained");
    return verdict === "nothing" || mail.delivery !== null;
  });
  return section(
    "settle-head",
    t("mails.settle"),
    html`${mail.delivery === null ? "" : html`<p class="utrecht-paragraph">${t("mails.settle-hint")}</p>`}
${verdicts.map((verdict) => settleForm(page, mail, verdict))}`,
  );
}

function settleForm({ t }: Page, { id }: ShownMail, verdict: MailVerdict): Html {
  return html`<form method="post" action="/mails/${id}" class="mp-form"><input type="hidden" name="do" value="${verdict}">
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t(`mails.settle-${verdict}`)}</button></form>`;
}
