import { html } from "hono/html";
import type { CustodyMail } from "../../../store/views/custody-mails.ts";
import { stateBadge } from "../components/custody.ts";
import { layout } from "../components/layout.ts";
import type { Names } from "../components/recipient.ts";
import { card, link, nothing } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** What intermediaries hold, mail by mail, by their clock: of a member its own and what is held about it. */
export function custodyPage(page: Page, mails: readonly CustodyMail[], names: Names): Html {
  const { t, instant } = page;
  const title = t("custody.title");
  const list =
    mails.length === 0
      ? nothing(t("custody.none"))
      : table<CustodyMail>({
          caption: t("custody.caption"),
          columns: [
            {
              head: t("custody.mail"),
              names: true,
              cell: ({ notification, number }) =>
                number === null
                  ? t("custody.others")
                  : link(`/notifications/${notification}`, number),
            },
            {
              head: t("custody.intermediary"),
              cell: ({ organisation }) => names.get(organisation) ?? organisation,
            },
            { head: t("custody.asked"), cell: ({ askedAt }) => instant(askedAt) },
            {
              head: t("custody.until"),
              cell: ({ dueAt }) => (dueAt === null ? t("page.none") : instant(dueAt)),
            },
            {
              head: t("custody.state"),
              room: "medium",
              cell: ({ states }) =>
                html`${states.map(({ state, findings }) => html`<div>${stateBadge(page, state)} ${page.number(findings)}</div>`)}`,
            },
          ],
          rows: mails,
        });
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph">${t("custody.intro")}</p>
${card(list)}`;
  return layout(page, { title, body });
}
