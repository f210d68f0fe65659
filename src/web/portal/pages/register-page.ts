import { html } from "hono/html";
import type { Agreement } from "../../../domain/registration/agreement.ts";
import type { RegistrationFault } from "../../../domain/registration/read-registration.ts";
import { registers } from "../../../domain/registration/register-number.ts";
import { contactRoles } from "../../../domain/world/world.ts";
import { alert, choice, textArea, textField } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import { link } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** What was typed, by the names of the fields; so that nobody types it twice. */
export type TypedFields = Readonly<Record<string, string>>;

export type RegisterTrouble =
  | {
      readonly kind: "faults";
      readonly faults: readonly {
        readonly field: RegistrationFault["field"] | "email";
        readonly problem: RegistrationFault["problem"];
        readonly value: string;
      }[];
    }
  | { readonly kind: "agree" }
  | { readonly kind: "version" };

/** The form with which anybody asks that an organisation joins. */
export function registerPage(
  page: Page,
  agreement: Agreement,
  typed: TypedFields,
  trouble: RegisterTrouble | null,
): Html {
  const { t, language, name } = page;
  const of = (id: string): { readonly id: string; readonly value: string } => ({
    id,
    value: typed[id] ?? "",
  });
  const body = html`<h1 class="utrecht-heading-1">${t("register.title")}</h1>
<p class="utrecht-paragraph mp-lead">${t("register.intro", { name })}</p>
<p class="utrecht-paragraph">${link("/register/confirm", t("register.have-code"))} · ${link("/register/follow", t("register.follow-link"))}</p>
${alert(toLines(page, trouble))}
<form method="post" action="/register" class="mp-section mp-form">
${typed.answer === undefined ? "" : html`<input type="hidden" name="answer" value="${typed.answer}">`}
${textField({ ...of("name"), label: t("register.name"), required: true, autocomplete: "organization" })}
${choice({ ...of("register"), label: t("register.register") }, [
  ["", t("register.register-none")],
  ...registers.map((register) => [register, t(`register.register-${register}`)] as const),
])}
${textField({ ...of("number"), label: t("register.number"), hint: t("register.number-hint"), maxLength: 40 })}
${textField({ ...of("sector"), label: t("register.sector"), hint: t("register.sector-hint"), maxLength: 64 })}
<fieldset class="mp-form__group"><legend class="utrecht-form-label">${t("register.contacts")}</legend>
${contactRoles.map((role) =>
  textField({
    ...of(`contact-${role}`),
    label: t(`register.contact-${role}`),
    hint: t(role === "findings" ? "register.contact-findings-hint" : "register.contact-hint"),
    required: role === "findings",
  }),
)}
</fieldset>
${textArea({ ...of("assets"), label: t("register.assets"), hint: t("register.assets-hint") })}
${textArea({ ...of("remarks"), label: t("register.remarks"), hint: t("register.remarks-hint"), maxLength: 2000 })}
${textField({ ...of("email"), label: t("register.email"), hint: t("register.email-hint"), required: true, autocomplete: "email" })}
<fieldset class="mp-form__group"><legend class="utrecht-form-label">${t("register.agreement")}</legend>
${agreement.texts[language].split("\n\n").map((text) => html`<p class="utrecht-paragraph">${text}</p>`)}
<input type="hidden" name="version" value="${agreement.version}">
<div class="utrecht-form-field utrecht-form-field--checkbox">
<label class="utrecht-form-label utrecht-form-label--checkbox" for="agree">
<input class="utrecht-checkbox" id="agree" name="agree" type="checkbox" value="yes" required>
${t("register.agree", { version: agreement.version })}</label>
</div>
</fieldset>
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("register.submit")}</button>
</form>`;
  return layout(page, { title: t("register.title"), body });
}

function toLines({ t }: Page, trouble: RegisterTrouble | null): string[] {
  if (trouble === null) return [];
  if (trouble.kind !== "faults") return [t(`register.fault-${trouble.kind}`)];
  const lines = trouble.faults.map(({ field, problem, value }) =>
    t(`register.fault-${problem}`, { field: t(`register.${field}`), value }),
  );
  return [t("register.fault-title"), ...lines];
}
