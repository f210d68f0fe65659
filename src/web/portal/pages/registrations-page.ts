import { html } from "hono/html";
import type { Registration } from "../../../domain/registration/registration.ts";
import { layout } from "../components/layout.ts";
import { card, link, nothing } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** Organisations that ask to join and wait for somebody. */
export function registrationsPage(page: Page, registrations: readonly Registration[]): Html {
  const { t, instant } = page;
  const title = t("registrations.title");
  const list =
    registrations.length === 0
      ? nothing(t("registrations.none"))
      : table<Registration>({
          caption: t("registrations.caption"),
          columns: [
            {
              head: t("register.name"),
              names: true,
              cell: ({ id, asked }) => link(`/registrations/${id}`, asked.name),
            },
            { head: t("register.asked-at"), cell: ({ askedAt }) => instant(askedAt) },
            { head: t("register.state"), cell: ({ state }) => t(`register.state-${state}`) },
          ],
          rows: registrations,
        });
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph">${t("registrations.intro")}</p>
${card(list)}`;
  return layout(page, { title, body });
}
