import type { Actor } from "../domain/access/actor.ts";
import type { NotificationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import {
  listNotifications,
  type NotificationFilters,
  type NotificationListEntry,
} from "../store/views/notification-list.ts";
import { permit } from "./access/permit.ts";

/** A page of the notifications that this actor may see, the latest first; they say how many rows, not which. */
export async function readNotifications({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: {
    readonly actor: Actor;
    readonly filters: NotificationFilters;
    readonly after: NotificationId | null;
    readonly limit: number;
  };
}): Promise<NotificationListEntry[]> {
  const { actor, filters, after, limit } = input;
  permit(actor, "delivery.read");
  return readAs(context.sql, actor, (sql) => listNotifications(sql, filters, after, limit));
}
