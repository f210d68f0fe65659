import { html } from "hono/html";
import type { NotificationListEntry } from "../../../store/views/notification-list.ts";
import { layout } from "../components/layout.ts";
import { notificationTable } from "../components/notification-table.ts";
import { paging } from "../components/paging.ts";
import type { Names } from "../components/recipient.ts";
import { card, nothing } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** Notifications page by page. @param next address of the next page; null on the last */
export function notificationsPage(
  page: Page,
  notifications: readonly NotificationListEntry[],
  names: Names,
  next: string | null,
): Html {
  const { t } = page;
  const list =
    notifications.length === 0
      ? nothing(t("sent.none"))
      : notificationTable(page, notifications, names, t("notifications.caption"));
  const body = html`<h1 class="utrecht-heading-1">${t("notifications.title")}</h1>
${card(html`${list}
${paging(page, "/notifications", next)}`)}`;
  return layout(page, { title: t("notifications.title"), body });
}
