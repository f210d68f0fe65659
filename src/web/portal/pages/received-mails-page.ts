import { html } from "hono/html";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import type { ReceivedMailEntry } from "../../../store/views/received-mails.ts";
import { layout } from "../components/layout.ts";
import { card, link, nothing } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** Mail that came to us: what waits for a person, or all of it. */
export function receivedMailsPage(
  page: Page,
  mails: readonly ReceivedMailEntry[],
  options: { readonly all: boolean; readonly next: string | null },
): Html {
  const { t } = page;
  const title = t("mails.title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph">${t("mails.intro")}</p>
<p class="utrecht-paragraph">${options.all ? link("/mails", t("mails.waiting")) : link("/mails?state=all", t("mails.all"))}</p>
${card(mails.length === 0 ? nothing(t("mails.none")) : list(page, mails))}
${options.next === null ? "" : html`<p class="utrecht-paragraph">${link(options.next, t("mails.more"))}</p>`}`;
  return layout(page, { title, body });
}

function list({ t, instant }: Page, mails: readonly ReceivedMailEntry[]): Html {
  return table<ReceivedMailEntry>({
    caption: t("mails.caption"),
    columns: [
      {
        head: t("mails.subject"),
        names: true,
        cell: ({ id, subject }) =>
          link(`/mails/${id}`, toSafeText(subject ?? "", 80) || t("mails.no-subject")),
      },
      {
        head: t("mails.class"),
        cell: (mail) =>
          mail.class === null ? t("mails.state-unread") : t(`mails.class-${mail.class}`),
      },
      { head: t("mails.author"), cell: ({ author }) => author ?? t("page.none") },
      {
        head: t("mails.about"),
        cell: ({ notification, number }) =>
          notification === null || number === null
            ? t("page.none")
            : link(`/notifications/${notification}`, number),
      },
      {
        head: t("mails.suggestion"),
        cell: ({ suggestion }) =>
          suggestion === null ? t("page.none") : t(`mails.suggestion-${suggestion}`),
      },
      { head: t("mails.received"), cell: ({ receivedAt }) => instant(receivedAt) },
    ],
    rows: mails,
  });
}
