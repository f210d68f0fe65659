import type { NotificationId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";
import { moveEpisodes } from "../../store/episodes.ts";
import { listPresentFindings } from "../../store/returned-deliveries.ts";

/** Records that whoever got a notification knows of its findings; answers how many that is news for. */
export async function acknowledgeFindings(
  sql: Sql,
  notification: NotificationId,
  at: Date,
): Promise<number> {
  const ids = await listPresentFindings(sql, notification);
  if (ids.length === 0) return 0;
  const moved = await moveEpisodes(sql, ids, "acknowledged", {
    changedAt: at,
    actor: "recipient",
    reason: "answered by mail, signed by its domain",
  });
  return moved.length;
}
