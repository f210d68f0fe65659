import { html } from "hono/html";
import type { NotificationListEntry } from "../../../store/views/notification-list.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { deliveryBadge, laneText } from "./badge.ts";
import { type Names, recipient } from "./recipient.ts";
import { link } from "./section.ts";
import { table } from "./table.ts";

/** Notifications: to whom, why there, how much, and whether they arrived. */
export function notificationTable(
  page: Page,
  notifications: readonly NotificationListEntry[],
  names: Names,
  caption: string,
): Html {
  const { t, number } = page;
  return table<NotificationListEntry>({
    caption,
    columns: [
      { head: t("sent.at"), cell: ({ composedAt }) => page.instant(composedAt) },
      {
        head: t("sent.number"),
        names: true,
        cell: ({ notification, number }) => link(`/notifications/${notification}`, number),
      },
      {
        head: t("sent.recipient"),
        room: "medium",
        cell: ({ organisation, address }) => recipient(names, organisation, address),
      },
      { head: t("sent.why"), room: "medium", cell: (notification) => whyThere(page, notification) },
      { head: t("sent.rows"), numeric: true, cell: ({ rows }) => number(rows) },
      { head: t("sent.lane"), cell: ({ lane }) => laneText(page, lane) },
      { head: t("sent.state"), cell: ({ delivery }) => deliveryBadge(page, delivery) },
    ],
    rows: notifications,
  });
}

/** The rung in words; for those on no rung, in what role they are told. */
export function whyThere(
  { t }: Page,
  { rung, role }: Pick<NotificationListEntry, "rung" | "role">,
): Html {
  const rungText = rung === null ? null : t(`rung.${rung}`);
  const roleText = role === "primary" && rungText !== null ? null : t(`role.${role}`);
  return html`${[rungText, roleText].filter((text) => text !== null).join(" · ")}`;
}
