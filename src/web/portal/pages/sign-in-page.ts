import { html } from "hono/html";
import { layout } from "../components/layout.ts";
import { link } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

export type SignInTrouble =
  | { readonly kind: "wrong" }
  | { readonly kind: "wait"; readonly minutes: number };

/** Asks for the token. @param to where to go then */
export function signInPage(page: Page, to: string, trouble: SignInTrouble | null): Html {
  const { t, name } = page;
  const invalid = trouble !== null;
  const body = html`<div class="mp-sign-in">
<h1 class="utrecht-heading-1">${t("sign-in.title")}</h1>
<p class="utrecht-paragraph">${t("sign-in.intro", { name })}</p>
${trouble === null ? "" : toAlert(page, trouble)}
<form method="post" action="/sign-in" class="mp-form">
<input type="hidden" name="to" value="${to}">
<div class="utrecht-form-field utrecht-form-field--text">
<label class="utrecht-form-label mp-form__label" for="token">${t("sign-in.token")}</label>
<p class="utrecht-form-field-description mp-form__hint" id="token-hint">${t("sign-in.hint")}</p>
<input class="utrecht-textbox utrecht-textbox--html-input" id="token" name="token" type="password" required maxlength="256"
 autocomplete="current-password" aria-describedby="token-hint${invalid ? " trouble" : ""}"${invalid ? html` aria-invalid="true"` : ""}>
</div>
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("sign-in.submit")}</button>
</form>
<p class="utrecht-paragraph">${link("/register", t("register.title"))}</p>
</div>`;
  return layout(page, { title: t("sign-in.title"), body });
}

function toAlert({ t }: Page, trouble: SignInTrouble): Html {
  const text =
    trouble.kind === "wrong" ? t("sign-in.wrong") : t("sign-in.wait", { minutes: trouble.minutes });
  return html`<div class="utrecht-alert utrecht-alert--error" role="alert" id="trouble">
<div class="utrecht-alert__content"><p class="utrecht-paragraph">${text}</p></div></div>`;
}
