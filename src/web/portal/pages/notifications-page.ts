import { html } from "hono/html";
import type { LaneState } from "../../../actions/list-lanes.ts";
import type { NotificationListEntry } from "../../../store/views/notification-list.ts";
import { laneTable } from "../components/lane-table.ts";
import { layout } from "../components/layout.ts";
import { notificationTable } from "../components/notification-table.ts";
import { paging } from "../components/paging.ts";
import type { Names } from "../components/recipient.ts";
import { card, nothing, section } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/**
 * Notifications page by page.
 *
 * @param next address of the next page; null on the last
 * @param lanes what waits; null where the reader is not shown it
 */
export function notificationsPage(
  page: Page,
  notifications: readonly NotificationListEntry[],
  names: Names,
  next: string | null,
  lanes: readonly LaneState[] | null,
): Html {
  const { t } = page;
  const list =
    notifications.length === 0
      ? nothing(t("sent.none"))
      : notificationTable(page, notifications, names, t("notifications.caption"));
  const body = html`<h1 class="utrecht-heading-1">${t("notifications.title")}</h1>
${lanes === null ? "" : section("lanes", t("lanes.title"), laneTable(page, lanes), { to: "/suppressions", text: t("suppressions.title") })}
${card(html`${list}
${paging(page, "/notifications", next)}`)}`;
  return layout(page, { title: t("notifications.title"), body });
}
