import { html } from "hono/html";
import type { showContactKeys } from "../../../actions/show-contact-keys.ts";
import { alert, textArea, textField } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import { english, nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

type Keys = Awaited<ReturnType<typeof showContactKeys>>;

export type ContactKeysPageData = {
  readonly keys: Keys;
  /** What stands in the way of what was just sent in, in English; null: nothing. */
  readonly fault: string | null;
};

/** Keys that an organisation gives its contacts, so that mail to them is encrypted. */
export function contactKeysPage(page: Page, { keys, fault }: ContactKeysPageData): Html {
  const { t } = page;
  const title = t("keys.title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${fault === null ? html`` : html`<div lang="en">${alert([fault])}</div>`}
<p class="utrecht-paragraph">${t("keys.why")}</p>
${section("keys", t("keys.present"), keyTable(page, keys))}
${section("give", t("keys.give"), giveForm(page))}
${section("confirm", t("keys.confirm"), codeForm(page))}
${keys.some(({ state }) => state !== "ended") ? section("withdraw", t("keys.withdraw"), withdrawForm(page)) : html``}`;
  return layout(page, { title, body });
}

function keyTable(page: Page, keys: Keys): Html {
  const { t, instant } = page;
  if (keys.length === 0) return nothing(t("keys.none"));
  return table<Keys[number]>({
    caption: t("keys.present"),
    quietCaption: true,
    columns: [
      { head: t("organisation.address"), names: true, cell: ({ address }) => address },
      { head: t("keys.kind"), cell: ({ kind }) => (kind === "pgp" ? "OpenPGP" : "S/MIME") },
      { head: t("keys.fingerprint"), cell: ({ fingerprint }) => english(inGroups(fingerprint)) },
      { head: t("keys.state"), cell: ({ state }) => t(`keys.state-${state}`) },
      {
        head: t("keys.until"),
        cell: ({ expiresAt }) => (expiresAt === null ? "" : instant(expiresAt)),
      },
    ],
    rows: keys,
  });
}

/** Four signs each, as people compare them. */
function inGroups(fingerprint: string): string {
  return fingerprint.replace(/.{4}(?=.)/g, "$& ");
}

function giveForm({ t }: Page): Html {
  const hint = t("keys.key-hint");
  return html`<form method="post" action="/organisation/keys" class="mp-form">
${textField({ id: "address", label: t("organisation.address"), required: true })}
${textArea({ id: "key", label: t("keys.key"), hint, required: true, maxLength: 40_000 })}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("keys.give")}</button>
</form>`;
}

function codeForm({ t }: Page): Html {
  return html`<form method="post" action="/organisation/keys/confirm" class="mp-form">
${textField({ id: "confirm-address", label: t("organisation.address"), required: true })}
${textField({ id: "code", label: t("register.code"), required: true, maxLength: 100 })}
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t("keys.confirm")}</button>
</form>`;
}

function withdrawForm({ t }: Page): Html {
  return html`<form method="post" action="/organisation/keys/withdraw" class="mp-form">
${textField({ id: "withdraw-address", label: t("organisation.address"), required: true })}
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t("keys.withdraw")}</button>
</form>`;
}
