import type { FindingId } from "../domain/ids.ts";
import { type Sql, toSqlState, transaction } from "../platform/database.ts";
import {
  beginRedecision,
  completeRedecision,
  differInRules,
  findRedecision,
  lastFindingId,
  listOwedRedecisions,
  type Redecision,
  reopenForLate,
  saveRedecisionProgress,
} from "../store/redecisions.ts";
import { alone } from "./material/alone.ts";
import type { Basis } from "./material/basis.ts";
import type { PipelineContext } from "./material/context.ts";
import { forgetUnlessDone } from "./material/deciding.ts";
import { type Redeciding, startRedeciding } from "./material/redeciding.ts";
import { findChanged, type RedecidedCounts, redecide } from "./redecide.ts";
import { seeAgain } from "./see-again.ts";

/** Findings looked at in one go; a crash repeats no more. */
const windowIds = 100_000;
/** Findings that change in one transaction. */
const atOnce = 5000;

export type RedecideContext = Pick<PipelineContext, "sql" | "clock" | "catalogue" | "readBasis">;

const nothing: RedecidedCounts = { changed: 0, moved: 0, withdrawn: 0 };

/**
 * Decides again about open findings where world, registry or law changed, or a date passed, since they were last decided
 * (ADR 0008); else does nothing. Where it was cut off it goes on. One process at a time, and none that composes.
 */
export async function runRedecide(context: RedecideContext): Promise<RedecidedCounts> {
  const { sql, clock, catalogue } = context;
  return alone(sql, async () => {
    const basis = await context.readBasis();
    const now = clock();
    let redeciding: Redeciding | null = null;
    const start = async (): Promise<Redeciding> => {
      redeciding ??= await startRedeciding(sql, catalogue, basis, now);
      return redeciding;
    };
    let counts = nothing;
    let latest = await findRedecision(sql);
    if (latest === null || (await isOutdated(sql, latest, basis, now))) {
      await beginRedecision(sql, basis.snapshot, now);
      latest = await findRedecision(sql);
    } else if (await reopenForLate(sql)) {
      latest = await findRedecision(sql);
    }
    if (latest !== null && !latest.isComplete) {
      counts = await redecideAll(sql, await start(), latest.doneUntil);
      await completeRedecision(sql, now);
    }
    await seeAgain(sql, now);
    const owed = await listOwedRedecisions(sql);
    return owed.length === 0 ? counts : add(counts, await redecideEach(sql, await start(), owed));
  });
}

/** Whether something else than deliveries changed an answer since. */
async function isOutdated(
  sql: Sql,
  { snapshot, decidedAt }: Redecision,
  { snapshot: present, compiled }: Basis,
  now: Date,
): Promise<boolean> {
  const passed = compiled.breakpoints.some(
    (instant) => decidedAt.getTime() < instant && instant <= now.getTime(),
  );
  return passed || (snapshot !== present && (await differInRules(sql, snapshot, present)));
}

async function redecideAll(
  sql: Sql,
  redeciding: Redeciding,
  doneUntil: number,
): Promise<RedecidedCounts> {
  const last = await lastFindingId(sql);
  let counts = nothing;
  for (let from = doneUntil; from < last; from += windowIds) {
    const until = Math.min(from + windowIds, last);
    const ids = await findChanged(sql, redeciding, from, until);
    counts = add(counts, await redecideEach(sql, redeciding, ids));
    await saveRedecisionProgress(sql, until);
  }
  return counts;
}

async function redecideEach(
  sql: Sql,
  redeciding: Redeciding,
  ids: readonly FindingId[],
): Promise<RedecidedCounts> {
  let counts = nothing;
  for (let from = 0; from < ids.length; from += atOnce) {
    const some = ids.slice(from, from + atOnce);
    const work = (sql: Sql): Promise<RedecidedCounts> =>
      forgetUnlessDone(redeciding.deciding, () => redecide(sql, redeciding, some));
    counts = add(counts, await inTransaction(sql, work));
  }
  return counts;
}

/** Again where somebody else stored an equal decision meanwhile. */
async function inTransaction<T>(sql: Sql, work: (sql: Sql) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction(sql, work, { attempts: 3 });
    } catch (error) {
      if (attempt === 3 || toSqlState(error) !== "23505") throw error;
    }
  }
}

function add(a: RedecidedCounts, b: RedecidedCounts): RedecidedCounts {
  return {
    changed: a.changed + b.changed,
    moved: a.moved + b.moved,
    withdrawn: a.withdrawn + b.withdrawn,
  };
}
