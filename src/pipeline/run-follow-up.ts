import { shiftInstant } from "../domain/duration.ts";
import type { FindingId } from "../domain/ids.ts";
import type { Instance } from "../domain/instance.ts";
import { transaction } from "../platform/database.ts";
import { moveEpisodes } from "../store/episodes.ts";
import { listOverAcceptances, wakeFollowUps } from "../store/follow-ups.ts";
import { lockForHolds } from "../store/holds.ts";
import { callOffReminders, listForLetters, lockVainReminders } from "../store/reminders.ts";
import { withdrawAbout } from "../store/withdrawals.ts";
import { eraseClosed } from "./erase-closed.ts";
import { expireUnseen } from "./expire-unseen.ts";
import { type FollowedReports, followReports } from "./follow-reports.ts";
import { type RemindContext, type Reminded, remind } from "./remind.ts";

export type FollowUpContext = RemindContext & {
  readonly instance: Pick<Instance, "reminders" | "retention">;
};

/** What a run of following up brought about. */
export type FollowedUp = FollowedReports &
  Reminded & {
    /** Reminders that were not sent and are not to be. */
    readonly calledOff: number;
  };

/**
 * Follows up what was told: looks through new reports for what they show again, calls off reminders that somebody answered
 * meanwhile, and reminds of what is due. Any number of processes may do this.
 */
export async function runFollowUp(context: FollowUpContext): Promise<FollowedUp> {
  const { sql, clock, instance } = context;
  const followed = await followReports(sql, clock);
  await endAcceptances(context);
  const { calledOff, letters } = await callOff(context);
  const reminded = await remind(context, instance.reminders);
  return { ...followed, calledOff, ...reminded, letters: letters + reminded.letters };
}

/** What the clock did to findings. */
export type ExpiredFindings = {
  /** Closed, because nobody sees them any more. */
  readonly expired: number;
  /** Closed long ago: forgotten where they were. */
  readonly erased: number;
};

/** Closes as expired what nobody sees any more, and forgets where closed findings were whose time is over. */
export async function runExpireFindings(context: FollowUpContext): Promise<ExpiredFindings> {
  const { sql, clock, instance } = context;
  const now = clock();
  const since = shiftInstant(now.getTime(), instance.retention.openFindingNotSeen, -1);
  await followReports(sql, clock);
  const expired = await expireUnseen(sql, new Date(since), now);
  const before = new Date(shiftInstant(now.getTime(), instance.retention.closedFinding, -1));
  return { expired, erased: await eraseClosed(sql, context.readBasis, before, now) };
}

/** What its owner accepted until a date that is over is open again. */
async function endAcceptances({ sql, clock }: FollowUpContext): Promise<void> {
  const now = clock();
  await transaction(
    sql,
    async (sql) => {
      const over = await listOverAcceptances(sql, now);
      const change = { changedAt: now, actor: "clock", reason: "accepted until now" };
      await wakeFollowUps(sql, await moveEpisodes(sql, over, "acceptance-over", change), now);
    },
    { attempts: 3 },
  );
}

async function callOff({ sql, clock, instance }: FollowUpContext) {
  return transaction(
    sql,
    async (sql) => {
      const now = clock();
      await lockForHolds(sql);
      const vain = await lockVainReminders(sql, now);
      const ids = vain.map(({ finding }): FindingId => finding);
      await withdrawAbout(sql, ids, now);
      const nobody = vain.filter(({ isNobodyLeft }) => isNobodyLeft);
      const letters = await listForLetters(
        sql,
        nobody.map(({ finding }) => finding),
        now,
      );
      await callOffReminders(sql, ids);
      await wakeFollowUps(
        sql,
        nobody.map(({ finding }) => finding),
        new Date(now.getTime() + instance.reminders.newsMs),
      );
      return { calledOff: ids.length, letters };
    },
    { attempts: 3 },
  );
}
