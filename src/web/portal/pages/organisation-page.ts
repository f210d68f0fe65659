import { html } from "hono/html";
import type { listClaims } from "../../../actions/list-claims.ts";
import type { ShownOrganisation } from "../../../actions/show-organisation.ts";
import { contactWithWishes } from "../components/contact-wishes.ts";
import { facts } from "../components/facts.ts";
import { alert, textField } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import { english, nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

type Claims = Awaited<ReturnType<typeof listClaims>>;

export type OrganisationPageData = {
  readonly shown: ShownOrganisation;
  readonly claims: Claims;
  readonly isCodeWrong: boolean;
};

/** What an organisation finds of itself: its entry, its contacts, its claims, and what waits. */
export function organisationPage(page: Page, data: OrganisationPageData): Html {
  const { t } = page;
  const { shown, claims, isCodeWrong } = data;
  const title = t("organisation.title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${alert(isCodeWrong ? [t("organisation.confirm-wrong")] : [])}
${section("entry", t("organisation.entry"), about(page, shown))}
${section(
  "contacts",
  t("organisation.contacts"),
  html`${confirmations(page, shown)}${confirmForm(page)}
<p class="utrecht-paragraph"><a class="utrecht-link" href="/organisation/keys">${t("keys.link")}</a></p>
<p class="utrecht-paragraph"><a class="utrecht-link" href="/endpoints">${t("endpoints.link")}</a></p>`,
)}
${section("claims", t("organisation.claims"), claimTable(page, claims))}
${section("changes", t("organisation.changes"), html`${changeTable(page, shown)}${withdrawForm(page, shown)}`)}`;
  return layout(page, { title, body });
}

function about(page: Page, { record }: ShownOrganisation): Html {
  const { t } = page;
  const { name, kvk, sector, contacts, path } = record;
  return facts([
    [t("register.name"), name],
    [t("register.register-kvk"), kvk],
    [t("register.sector"), sector],
    ...contacts.map(
      (contact) =>
        [t(`register.contact-${contact.role}`), contactWithWishes(page, contact)] as const,
    ),
    [t("rung.chosen-path"), path],
  ]);
}

function confirmations(page: Page, { confirmations }: ShownOrganisation): Html {
  const { t, instant } = page;
  if (confirmations.length === 0) return nothing(t("organisation.no-confirmations"));
  return table<ShownOrganisation["confirmations"][number]>({
    caption: t("organisation.contacts"),
    quietCaption: true,
    columns: [
      { head: t("organisation.address"), names: true, cell: ({ address }) => address },
      {
        head: t("organisation.confirmed"),
        cell: ({ confirmedAt }) =>
          confirmedAt === null ? t("organisation.not-confirmed") : instant(confirmedAt),
      },
    ],
    rows: confirmations,
  });
}

function confirmForm({ t }: Page): Html {
  return html`<form method="post" action="/organisation/confirm" class="mp-form">
${textField({ id: "address", label: t("organisation.address"), required: true })}
${textField({ id: "code", label: t("register.code"), required: true, maxLength: 100 })}
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t("organisation.confirm")}</button>
</form>`;
}

function claimTable({ t }: Page, claims: Claims): Html {
  if (claims.length === 0) return nothing(t("organisation.no-claims"));
  return table<Claims[number]>({
    caption: t("organisation.claims"),
    quietCaption: true,
    columns: [
      { head: t("organisation.claim"), names: true, cell: ({ object }) => object },
      {
        head: t("organisation.claim-state"),
        cell: ({ state, reason }) => `${t(`claim.state.${state}`)}: ${t(`claim.reason.${reason}`)}`,
      },
      { head: t("organisation.asked-by"), cell: ({ askedBy }) => askedBy },
    ],
    rows: claims,
  });
}

function changeTable(page: Page, { changes }: ShownOrganisation): Html {
  const { t, instant } = page;
  if (changes.length === 0) return nothing(t("organisation.no-changes"));
  return table<ShownOrganisation["changes"][number]>({
    caption: t("organisation.changes"),
    quietCaption: true,
    columns: [
      {
        head: t("organisation.fields"),
        names: true,
        cell: ({ fields }) => english(Object.keys(fields).join(", ")),
      },
      { head: t("organisation.asked"), cell: ({ askedAt }) => instant(askedAt) },
      {
        head: t("organisation.claim-state"),
        cell: ({ state, reason }) =>
          [t(`organisation.state-${state}`), reason].filter((part) => part !== null).join(": "),
      },
    ],
    rows: changes,
  });
}

function withdrawForm({ t }: Page, { changes }: ShownOrganisation): Html {
  if (!changes.some(({ state }) => state === "pending")) return html``;
  return html`<form method="post" action="/organisation/withdraw" class="mp-form">
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t("organisation.withdraw")}</button>
</form>`;
}
