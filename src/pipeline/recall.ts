import type { CorrectionId } from "../domain/ids.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { must } from "../platform/errors.ts";
import { insertCorrection, type NewCorrection } from "../store/corrections.ts";
import { lockForClosing, moveEpisodes } from "../store/episodes.ts";
import { lockForHolds } from "../store/holds.ts";
import type { EvidenceReport } from "../store/recall-scope.ts";
import { forgetVoid, listUnsentWithVoid, markVoid } from "../store/recalled-rows.ts";
import {
  endRecalledCustodies,
  forgetSightings,
  markReportsRecalled,
  type RestedFinding,
  restFindings,
  withdrawDispositions,
} from "../store/recalls.ts";
import { withdrawNotifications } from "../store/withdrawals.ts";
import {
  isWaiting,
  type LeftFinding,
  type RecallPlan,
  toRecalledRows,
} from "./material/recall-plan.ts";

/** What a recall came to. */
export type Recalled = {
  readonly correction: CorrectionId;
  /** Findings that are withdrawn, that wait with others, and that stand by others. */
  readonly withdrawn: number;
  readonly waits: number;
  readonly stands: number;
  /** Notifications taken back before they were sent. */
  readonly unsent: number;
  /** Rows that somebody was told, or may have been. */
  readonly rows: number;
};

/** Nobody ever knew it to be there: whoever sees it, however long ago, opens it anew. */
const neverThere = new Date(0);

/**
 * Takes back, in one transaction: what was not sent yet is not sent, who was told is owed a correction, and findings end,
 * wait or stand by what is left of their evidence. Nobody saves rows, closes episodes or composes meanwhile.
 *
 * @param work works out what it does, once nobody else changes anything
 * @param finish what belongs to the same transaction
 */
export async function recall(
  sql: Sql,
  work: (sql: Sql) => Promise<{
    readonly reports: readonly EvidenceReport[];
    readonly typeId: number | null;
    readonly observed: readonly number[] | null;
    readonly plan: RecallPlan;
    readonly correction: NewCorrection;
  }>,
  finish: (sql: Sql, recalled: Recalled) => Promise<void>,
): Promise<Recalled> {
  return transaction(
    sql,
    async (sql) => {
      await lockForClosing(sql);
      await lockForHolds(sql);
      const { reports, typeId, observed, plan, correction } = await work(sql);
      const numbers = reports.map(({ number }) => number);
      const rows = toRecalledRows(numbers, typeId, plan);
      await insertCorrection(sql, correction);
      const unsent = await withdrawNotifications(
        sql,
        await listUnsentWithVoid(sql, rows),
        correction.at,
      );
      const marked = await markVoid(sql, correction.id, rows);
      await forgetVoid(sql, rows);
      await endRecalledCustodies(sql, [...rows.gone]);
      await endFindings(sql, numbers, typeId, plan, correction);
      await restFindings(
        sql,
        plan.left.map((left) => toRested(left, numbers)),
      );
      await forgetSightings(sql, numbers, typeId, observed);
      if (typeId === null) await markReportsRecalled(sql, numbers, correction.id, correction.at);
      const recalled = { correction: correction.id, unsent, rows: marked, ...countOutcomes(plan) };
      await finish(sql, recalled);
      return recalled;
    },
    { attempts: 3 },
  );
}

function countOutcomes({ withdrawn, left }: RecallPlan) {
  const asked = left.filter(({ isLent }) => !isLent);
  const waits = asked.filter(isWaiting).length;
  return { withdrawn: withdrawn.length, waits, stands: asked.length - waits };
}

async function endFindings(
  sql: Sql,
  reports: readonly number[],
  typeId: number | null,
  { withdrawn }: RecallPlan,
  { at, by, reason, id }: NewCorrection,
): Promise<void> {
  const change = { changedAt: at, actor: by, reason: `recall ${id}: ${reason}` };
  await moveEpisodes(sql, withdrawn, "recalled", change, neverThere);
  await withdrawDispositions(sql, reports, typeId, withdrawn);
}

function toRested(left: LeftFinding, reports: readonly number[]): RestedFinding {
  const { id, openedBy, support } = left;
  const { report, chunk, offset } = must(support, "what is left rests on something").first;
  return {
    id,
    takenOver: reports.includes(openedBy) ? { report, chunk, offset } : null,
    observedAtS: support.observedAtS,
    standing: support.standing,
    waits: isWaiting(left),
  };
}
