import { html } from "hono/html";
import type { AcceptedRegistration } from "../../../actions/accept-registration.ts";
import type { Registration } from "../../../domain/registration/registration.ts";
import { facts } from "../components/facts.ts";
import { alert, textArea, textField } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import { card, nothing, section } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** What one registration says, and what an operator may do with it. */
export function registrationPage(
  page: Page,
  registration: Registration,
  trouble: string | null,
): Html {
  const { t } = page;
  const { state, asked } = registration;
  const isOpen = state === "confirmed" || state === "question";
  const body = html`<h1 class="utrecht-heading-1">${asked.name}</h1>
${alert(trouble === null ? [] : [trouble])}
${card(about(page, registration))}
${isOpen ? forms(page, registration) : nothing(t("registration.none-left"))}`;
  return layout(page, { title: asked.name, body });
}

function about(page: Page, registration: Registration): Html {
  const { t, instant } = page;
  const { asked, agreed } = registration;
  const { register, contacts, assets } = asked;
  return facts([
    [t("register.state"), t(`register.state-${registration.state}`)],
    [t("register.asked-at"), instant(registration.askedAt)],
    [t("registration.asker"), registration.asker],
    [
      t("register.number"),
      register === null
        ? t("register.register-none")
        : `${t(`register.register-${register.register}`)} ${register.number}`,
    ],
    [t("register.sector"), asked.sector],
    ...contacts.map(({ role, email }) => [t(`register.contact-${role}`), email] as const),
    [t("register.assets"), assets.length === 0 ? null : assets.join(", ")],
    [t("register.remarks"), asked.remarks],
    [t("registration.agreed"), `${agreed.agreement} ${agreed.version} (${agreed.language})`],
    [t("register.question"), registration.question],
    [t("register.answer"), registration.answer],
    [t("register.organisation"), registration.organisation],
    [t("register.reason"), registration.reason],
  ]);
}

function forms(page: Page, { id }: Registration): Html {
  const { t } = page;
  const action = `/registrations/${id}`;
  return html`${section(
    "accept-head",
    t("registration.accept"),
    html`<form method="post" action="${action}" class="mp-form"><input type="hidden" name="do" value="accept">
${textField({ id: "organisation", label: t("register.organisation"), hint: t("registration.accept-hint"), required: true, maxLength: 64 })}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("registration.accept")}</button></form>`,
  )}
${section(
  "ask-head",
  t("registration.ask"),
  html`<form method="post" action="${action}" class="mp-form"><input type="hidden" name="do" value="ask">
${textArea({ id: "question", label: t("registration.question"), required: true, maxLength: 1000 })}
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t("registration.ask")}</button></form>`,
)}
${section(
  "decline-head",
  t("registration.decline"),
  html`<form method="post" action="${action}" class="mp-form"><input type="hidden" name="do" value="decline">
${textArea({ id: "reason", label: t("registration.decline-reason"), required: true, maxLength: 1000 })}
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t("registration.decline")}</button></form>`,
)}`;
}

/** The token and what claims are proved by, this once. */
export function acceptedPage(
  page: Page,
  { organisation, token, claims }: AcceptedRegistration,
): Html {
  const { t } = page;
  const title = t("registration.accepted");
  const code = (text: string): Html => html`<code class="utrecht-code">${text}</code>`;
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph mp-lead">${t("registration.accepted-once")}</p>
${card(
  facts([
    [t("register.organisation"), organisation],
    [t("registration.token"), code(token.token)],
    ...claims.map(
      (claim) =>
        [
          `${t("registration.claim")}: ${claim.object}`,
          "problem" in claim ? claim.problem : code(claim.record ?? claim.method),
        ] as const,
    ),
  ]),
)}`;
  return layout(page, { title, body });
}
