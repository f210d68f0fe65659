import { shiftInstant } from "../domain/duration.ts";
import type { Instance } from "../domain/instance.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { destroyEndedSecrets } from "../store/endpoint-secrets.ts";
import { destroyEndedFiles } from "../store/notification-files.ts";
import { deleteOldNotifications, destroyOldContents } from "../store/old-notifications.ts";
import { deleteOldMails, destroyOldMails } from "../store/received-mails.ts";

/**
 * Ends the keeping of what was told and what was answered: the bytes go when evidence goes at the latest, since they quote
 * it, files when nobody can fetch them any more, the envelope when its own time is over, secrets of webhooks when they do not hold any more. Answers how many notifications.
 */
export async function expireNotifications({
  context,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock; readonly instance: Instance };
}): Promise<{ readonly contents: number; readonly notifications: number }> {
  const { sql, clock, instance } = context;
  const { keptReportWithOpenFinding, notification } = instance.retention;
  const before = (duration: typeof notification): Date =>
    new Date(shiftInstant(clock().getTime(), duration, -1));
  await destroyEndedSecrets(sql, clock());
  const contents = await destroyOldContents(sql, before(keptReportWithOpenFinding));
  await destroyEndedFiles(sql, clock());
  await destroyOldMails(sql, before(keptReportWithOpenFinding));
  let notifications = 0;
  for (;;) {
    const deleted = await transaction(sql, (sql) =>
      deleteOldNotifications(sql, before(notification)),
    );
    if (deleted === 0) break;
    notifications += deleted;
  }
  await deleteOldMails(sql, before(notification));
  return { contents, notifications };
}
