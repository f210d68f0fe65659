import { transaction } from "../platform/database.ts";
import { type DueCorrection, listCorrectedRows, listDueCorrections } from "../store/corrections.ts";
import { NoLongerDue, saveNotifications } from "../store/notifications.ts";
import { draftCorrections } from "./material/draft-corrections.ts";
import type { OutgoingContext } from "./material/outgoing.ts";
import { renderNotifications } from "./material/render-notifications.ts";

/** Rows composed in one transaction, but for a recipient that was told more. */
const atOnce = 20_000;

/**
 * Composes the corrections that are due, one for each recipient, and queues them; answers how many notifications. No
 * brake holds them, and no kill switch but that of their lane or channel. What is due is a row that goes with what was
 * composed, so a crash leaves one or the other, and two at once make one.
 */
export async function correctDue(context: OutgoingContext): Promise<number> {
  let composed = 0;
  for (const recipients of inBatches(await listDueCorrections(context.sql))) {
    const rows = await listCorrectedRows(context.sql, recipients);
    const drafts = await draftCorrections(context, rows);
    if (drafts.length === 0) continue;
    const ready = await renderNotifications(context, drafts);
    context.onStep?.("composed");
    try {
      await transaction(context.sql, (sql) => saveNotifications(sql, ready), { attempts: 3 });
    } catch (error) {
      // Somebody else composed it meanwhile.
      if (error instanceof NoLongerDue) continue;
      throw error;
    }
    context.onStep?.("kept");
    composed += ready.length;
  }
  return composed;
}

/** Recipients together until their rows are enough for one transaction. */
function inBatches(due: readonly DueCorrection[]): DueCorrection[][] {
  const batches: DueCorrection[][] = [];
  let rows = Number.POSITIVE_INFINITY;
  for (const one of due) {
    if (rows + one.rows > atOnce) {
      batches.push([]);
      rows = 0;
    }
    batches.at(-1)?.push(one);
    rows += one.rows;
  }
  return batches;
}
