import type { Actor } from "../domain/access/actor.ts";
import type { NotificationId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { readAs } from "../store/read-as.ts";
import { findNotification, type NotificationDetail } from "../store/views/notification-detail.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";

/**
 * What somebody was told, and how that went, with at most `limit` of its rows: only those that the actor may see today.
 * Throws `not-found`, also for what went to others.
 */
export async function readNotification({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: {
    readonly actor: Actor;
    readonly notification: NotificationId;
    readonly limit: number;
  };
}): Promise<NotificationDetail> {
  const { actor, notification: id, limit } = input;
  permit(actor, "delivery.read");
  const found = await readAs(context.sql, actor, (sql) => findNotification(sql, id, limit));
  if (found === null) throw new AppError("not-found", "There is no such notification.");
  await recordAct(context, {
    actor,
    act: "delivery.read",
    about: found.organisation,
    subject: id,
    detail: { rows: found.firstRows.length },
  });
  return found;
}
