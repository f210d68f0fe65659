import type { FinderId, FindingId } from "../domain/ids.ts";
import { judgeRechecks } from "../domain/recheck/judge-rechecks.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { lockForClosing, moveEpisodes } from "../store/episodes.ts";
import { lockForHolds } from "../store/holds.ts";
import {
  insertRechecks,
  listJudgeable,
  lockRecheckable,
  type MadeRecheck,
} from "../store/rechecks.ts";
import { withdrawAbout } from "../store/withdrawals.ts";
import { refuteClaims } from "./material/refute-claims.ts";

/** What looks came to. */
export type Rechecked = {
  /** Looks at open findings that the checker may speak of; the others are left out. */
  readonly kept: number;
  readonly leftOut: number;
  readonly verifiedFixed: number;
  /** Claims that they are fixed which turned out wrong. */
  readonly refuted: number;
};

export type Checker = {
  /** `finder …`, `operator …` or `meldpunt`. */
  readonly name: string;
  /** Of whom it has to be: only what this finder reported; null: anything. */
  readonly finder: FinderId | null;
  /** Whether what it finds gone may end an episode. */
  readonly mayVerify: boolean;
};

/**
 * Takes what somebody found who looked again, in one transaction: what is gone for certain is verified as fixed
 * (`judge-rechecks.ts`), what is still there refutes a claim. What a report showed later than that counts more.
 *
 * @param record called in the transaction with what it came to
 */
export async function runRecheck(
  { sql, clock }: { readonly sql: Sql; readonly clock: Clock },
  checker: Checker,
  looks: readonly MadeRecheck[],
  record: (sql: Sql, rechecked: Rechecked) => Promise<void>,
): Promise<Rechecked> {
  return transaction(
    sql,
    async (sql) => {
      const now = clock();
      await lockForHolds(sql);
      await lockForClosing(sql);
      const asked = looks.map(({ finding }) => finding);
      const known = new Set(await lockRecheckable(sql, asked, checker.finder));
      const kept = looks.filter(({ finding }) => known.has(finding));
      await insertRechecks(sql, kept, checker.name);
      const fixed = checker.mayVerify ? await verify(sql, [...known], checker.name, now) : 0;
      const open = kept.filter(({ outcome }) => outcome === "still-open");
      const refuted = await refuteClaims(
        sql,
        {
          ids: open.map(({ finding }) => finding),
          seenAtS: open.map(({ checkedAt }) => checkedAt.getTime() / 1000),
        },
        { changedAt: now, actor: checker.name, reason: "looked at again: it is still there" },
      );
      const rechecked = {
        kept: kept.length,
        leftOut: looks.length - kept.length,
        verifiedFixed: fixed,
        refuted: refuted.length,
      };
      await record(sql, rechecked);
      return rechecked;
    },
    { attempts: 3 },
  );
}

async function verify(
  sql: Sql,
  ids: readonly FindingId[],
  actor: string,
  now: Date,
): Promise<number> {
  const fixed = (await listJudgeable(sql, ids)).flatMap(
    ({ finding, looks, isFlapping, seenAt }) => {
      const verdict = judgeRechecks(looks, isFlapping);
      return verdict.kind === "fixed" && verdict.at >= seenAt ? [{ finding, at: verdict.at }] : [];
    },
  );
  let count = 0;
  for (const [at, group] of Map.groupBy(fixed, ({ at }) => at)) {
    const gone = group.map(({ finding }) => finding);
    await withdrawAbout(sql, gone, now);
    const change = { changedAt: now, actor, reason: "looked at again: it is gone" };
    count += (await moveEpisodes(sql, gone, "verified-fixed", change, new Date(at))).length;
  }
  return count;
}
