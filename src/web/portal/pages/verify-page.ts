import { html } from "hono/html";
import type { Verification } from "../../../actions/answering/verification.ts";
import { alert, textField } from "../components/field.ts";
import { layout } from "../components/layout.ts";

import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** What was asked, and the answer; `wait`: too often, in minutes. */
export type VerifyStep =
  | { readonly kind: "ask" }
  | { readonly kind: "wait"; readonly minutes: number }
  | {
      readonly kind: "answered";
      readonly number: string;
      readonly verification: Verification;
      /** Whose contact it went to, as people call it. */
      readonly to: string;
    };

/** Whether a message is real: number and code are typed, never followed. */
export function verifyPage(page: Page, step: VerifyStep): Html {
  const { t, name, contact } = page;
  const title = t("verify.title");
  const number = step.kind === "answered" ? step.number : "";
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph mp-lead">${t("verify.lead", { name })}</p>
${step.kind === "wait" ? alert([t("verify.wait", { minutes: step.minutes })]) : ""}
${step.kind === "answered" ? answer(page, step) : ""}
<form method="post" action="${page.path}" class="mp-section mp-form">
${textField({ id: "number", label: t("verify.number"), hint: t("verify.number-hint"), value: number, required: true, maxLength: 64 })}
${textField({ id: "code", label: t("verify.code"), hint: t("verify.code-hint"), required: true, maxLength: 64 })}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("verify.ask")}</button>
</form>
<p class="utrecht-paragraph">${t("verify.ask-us", { email: contact.email, telephone: contact.telephone ?? "none", page: contact.page.replace(/^https?:\/\//, "") })}</p>
<h2 class="utrecht-heading-2">${t("verify.never-title")}</h2>
<p class="utrecht-paragraph">${t("verify.never")}</p>`;
  return layout(page, { title, body });
}

function answer(page: Page, { verification, to }: Extract<VerifyStep, { kind: "answered" }>): Html {
  const { t } = page;
  if (verification.kind !== "ours") return alert([t(`verify.${verification.kind}`)]);
  const { number, sentAt, findings, withdrawn } = verification;
  return html`<div class="mp-verdict mp-verdict--${withdrawn === null ? "ok" : "recalled"}" role="status">
<h2 class="utrecht-heading-2">${t(withdrawn === null ? "verify.yes-title" : "verify.recalled-title")}</h2>
<p class="utrecht-paragraph">${t("verify.yes", { number, at: page.instantText(sentAt), to, findings })}</p>
${withdrawn === null ? "" : html`<p class="utrecht-paragraph">${t("verify.recalled", { at: page.instantText(withdrawn.at), withdrawn: withdrawn.findings, findings })}</p>`}
</div>`;
}
