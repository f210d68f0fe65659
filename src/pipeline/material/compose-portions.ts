import { toSqlState, transaction } from "../../platform/database.ts";
import { started } from "../../platform/started.ts";
import type { Due } from "../../store/due-findings.ts";
import { type DueRow, listDueRows, listInformedRows } from "../../store/due-rows.ts";
import {
  NoLongerDue,
  type ReadyNotification,
  refreshStatistics,
  saveNotifications,
} from "../../store/notifications.ts";
import { forgetSilenced } from "../../store/owed-observations.ts";
import type { Basis } from "./basis.ts";
import { batchDrafts } from "./batch-drafts.ts";
import { type Draft, draftNotifications } from "./draft-notifications.ts";
import type { OutgoingContext, OutgoingStages } from "./outgoing.ts";
import { type Portion, sharesAddress } from "./portions.ts";
import { renderNotifications } from "./render-notifications.ts";
import { splitSilenced } from "./split-silenced.ts";

/** So many new rows change how the database should go about them; then twice as many, and so on. */
const manyRows = 1000;

/** What composing some portions came to. */
export type Composed = {
  readonly notifications: number;
  readonly rows: number;
  /** Batches of which nothing was kept, for somebody else changed what is due meanwhile. */
  readonly lost: number;
};

/**
 * Renders portions and queues them in batches: keeps each batch while the next one is rendered, and reads the next portion
 * meanwhile. `announce` is called whenever something is queued.
 */
export async function composePortions(
  context: OutgoingContext,
  stages: OutgoingStages,
  basis: Basis,
  {
    portions,
    due,
    announce,
  }: {
    readonly portions: readonly Portion[];
    readonly due: Due;
    readonly announce: () => void;
  },
): Promise<Composed> {
  const sums = { notifications: 0, rows: 0, lost: 0 };
  let refreshAt = manyRows;
  const keep = async (ready: readonly ReadyNotification[]): Promise<void> => {
    if (await keepNotifications(context, ready)) {
      sums.notifications += ready.length;
      sums.rows += ready.reduce((sum, { notification }) => sum + notification.rows.length, 0);
      if (sums.rows >= refreshAt) {
        refreshAt = 2 * sums.rows;
        await refreshStatistics(context.sql);
      }
      announce();
    } else sums.lost += 1;
  };
  const draft = (portion: Portion): Promise<Draft[]> =>
    started(draftPortion(context, stages, basis, portion, due));
  let keeping = Promise.resolve();
  let drafting: Promise<Draft[]> | null = null;
  try {
    for (const [i, portion] of portions.entries()) {
      const drafts = await (drafting ?? draft(portion));
      const next = portions[i + 1];
      const isApart = next !== undefined && !sharesAddress(portion, next);
      drafting = isApart ? draft(next) : null;
      for (const batch of batchDrafts(drafts)) {
        const ready = await renderNotifications(context, batch);
        context.onStep?.("composed");
        await keeping;
        keeping = started(keep(ready));
      }
      if (!isApart) await keeping;
    }
  } finally {
    await Promise.allSettled([keeping, drafting]);
  }
  return sums;
}

async function draftPortion(
  context: OutgoingContext,
  stages: OutgoingStages,
  basis: Basis,
  portion: Portion,
  due: Due,
): Promise<Draft[]> {
  const { sql } = context;
  const found = await listDueRows(sql, portion, due);
  const foundInformed = await listInformedRows(sql, portion.turns, portion.informed);
  const rows = await leaveOutSilenced(context, basis, found);
  const informed = await leaveOutSilenced(context, basis, foundInformed);
  const becauseOf = new Map(informed.map((row) => [row as DueRow, row.becauseOf]));
  const all = [...rows, ...informed];
  return draftNotifications(context, stages, basis.world, all, becauseOf);
}

/** Answers whether they were kept: not when what is due was told by somebody else meanwhile, decided otherwise, or held. */
async function keepNotifications(
  { sql, onStep }: OutgoingContext,
  ready: readonly ReadyNotification[],
): Promise<boolean> {
  try {
    await transaction(sql, (sql) => saveNotifications(sql, ready));
  } catch (error) {
    if (error instanceof NoLongerDue || raceStates.has(toSqlState(error))) return false;
    throw error;
  }
  onStep?.("kept");
  return true;
}

/** A unique violation, a deadlock. */
const raceStates: ReadonlySet<string | null> = new Set(["23505", "40P01"]);

/** Forgets what digests and informed parties are owed and do not want; answers the rest. */
async function leaveOutSilenced<Row extends DueRow>(
  { sql, clock, catalogue }: OutgoingContext,
  { compiled }: Basis,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  const { wanted, silenced } = splitSilenced(compiled, catalogue, rows, clock().getTime());
  if (silenced.length === 0) return wanted;
  // Of a notification that somebody hears of, what is wanted settles the rest too.
  const settled = new Set(wanted.map(keyOfInformed));
  const over = silenced.filter((row) => row.role === "digest" || !settled.has(keyOfInformed(row)));
  await transaction(sql, (sql) => forgetSilenced(sql, over));
  return wanted;
}

function keyOfInformed(row: DueRow & { readonly becauseOf?: string }): string {
  return `${row.becauseOf} ${row.address}`;
}
