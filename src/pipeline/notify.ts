import { listEmbargoes } from "../domain/notification/embargo.ts";
import {
  allDue,
  isSettled,
  laneCutoffs,
  recipientClocks,
} from "../domain/notification/lane-cutoffs.ts";
import { volumeLimit } from "../domain/notification/volume-brake.ts";
import type { World } from "../domain/world/world.ts";
import { transaction } from "../platform/database.ts";
import { newUuid } from "../platform/uuid.ts";
import { reviveOldAddresses } from "../store/address-states.ts";
import { type Due, listStaleFindings } from "../store/due-findings.ts";
import { type DueRecipient, listDueRecipients } from "../store/due-recipients.ts";
import { listExploitedTypes } from "../store/finding-types.ts";
import { listHeldLanes } from "../store/holds.ts";
import { forgetOwedObservations, noteOwedObservations } from "../store/owed-observations.ts";
import { brakeKey, holdForVolume, listBrakes, listMedianRows } from "../store/volume-brakes.ts";
import { withdrawOutdated } from "../store/withdrawals.ts";
import { alone } from "./material/alone.ts";
import type { Basis } from "./material/basis.ts";
import { brakeReports } from "./material/brake-reports.ts";
import { composePortions } from "./material/compose-portions.ts";
import { startDeciding } from "./material/deciding.ts";
import type { OutgoingContext, OutgoingStages } from "./material/outgoing.ts";
import { type PortionSizes, toPortions } from "./material/portions.ts";

/** What composing came to. */
export type Notified = {
  readonly notifications: number;
  readonly rows: number;
  /** Recipients whose rows wait for a person because they are too many. */
  readonly braked: number;
  /** Notifications taken back before they were sent, since the world has changed. */
  readonly withdrawn: number;
};

/** Much of one recipient at once, so that it gets few mails. */
const portionSizes = { first: 2000, several: 20_000, one: 20_000 } satisfies PortionSizes;
const decidedAtOnce = 20_000;
/** An address that died gets another chance after so long. */
const deadDays = 30;
/** Somebody else may change what is due while it is rendered; that ends. */
const mostTurns = 20;

/** Whether lanes wait for their time, or everything that waits goes ahead of it. */
export type NotifyOptions = { readonly ahead: boolean };

/**
 * Composes everything that is due: checks the decisions against the world of now, holds what is too much for one
 * recipient, renders the rest and queues it. One process composes at a time, the others wait for it.
 *
 * Rendered first, then kept in one transaction that fails when what is due has changed: a crash leaves a notification
 * with its rows and its delivery, or nothing. What is due is listed once: what delivering makes due meanwhile is
 * composed in the next turn, so that who gets several rows gets them in one mail.
 *
 * @param announce called once what waits may go, for it was checked, and whenever something is queued
 */
export async function notifyDue(
  context: OutgoingContext,
  stages: OutgoingStages,
  options: NotifyOptions,
  announce: () => void,
): Promise<Notified> {
  return alone(context.sql, async () => {
    const basis = await stages.presentBasis();
    await reviveOldAddresses(context.sql, context.clock(), deadDays);
    const due = await readDue(context, basis.world, options);
    const withdrawn = (await brakeReports(context)) + (await checkAgain(context, stages, basis));
    const events = context.catalogue.types
      .filter(({ nature }) => nature === "event")
      .map(({ id }) => id);
    await noteOwedObservations(context.sql, events);
    await forgetOwedObservations(context.sql);
    announce();
    const sums = { notifications: 0, rows: 0, braked: 0, withdrawn };
    for (let turn = 0; turn < mostTurns; turn++) {
      const recipients = settled(context, await listDueRecipients(context.sql, due), options);
      const { free, braked } = await brake(context, recipients, due);
      sums.braked += braked;
      const turnOf = await composePortions(context, stages, basis, {
        portions: toPortions(free, portionSizes),
        due,
        announce,
      });
      sums.notifications += turnOf.notifications;
      sums.rows += turnOf.rows;
      if (turnOf.lost === 0) break;
    }
    return sums;
  });
}

/** What goes out now, by the finders' embargoes and the clocks of the lanes. */
async function readDue(
  { sql, clock, instance, catalogue }: OutgoingContext,
  world: World,
  { ahead }: NotifyOptions,
): Promise<Due> {
  const now = clock().getTime();
  const exploited = await listExploitedTypes(sql, catalogue);
  const cutoffs = ahead ? allDue : laneCutoffs(now, instance, recipientClocks(world));
  return {
    embargoes: listEmbargoes(world, now),
    lanes: { cutoffs, exploited, held: await listHeldLanes(sql) },
    toldSince: new Date(now - instance.debounce.mostMs),
  };
}

/** Of the lane now those that got nothing a moment ago, or for whom nothing more comes, or whose first row has waited enough. */
function settled(
  { clock, instance }: OutgoingContext,
  recipients: readonly DueRecipient[],
  { ahead }: NotifyOptions,
): DueRecipient[] {
  const now = clock().getTime();
  return recipients.filter(({ lane, firstAt, lastAt, toldLately }) => {
    if (ahead || lane !== "now" || firstAt === null || lastAt === null || !toldLately) return true;
    return isSettled({ firstAt: firstAt.getTime(), lastAt: lastAt.getTime() }, now, instance);
  });
}

/** Decides again what was decided under another world, and takes back what would now go elsewhere. */
async function checkAgain(
  { sql, clock }: OutgoingContext,
  { decideAgain }: OutgoingStages,
  basis: Basis,
): Promise<number> {
  const now = clock();
  const changedAt = basis.compiled.breakpoints.findLast((instant) => instant <= now.getTime());
  const stale = await listStaleFindings(
    sql,
    basis.snapshot,
    changedAt === undefined ? null : new Date(changedAt),
  );
  let withdrawn = 0;
  for (let from = 0; from < stale.length; from += decidedAtOnce) {
    const some = stale.slice(from, from + decidedAtOnce);
    withdrawn += await transaction(
      sql,
      async (sql) => {
        await decideAgain(sql, startDeciding(basis, now), some);
        return withdrawOutdated(sql, some, now);
      },
      { attempts: 3 },
    );
  }
  return withdrawn;
}

/** Holds recipients that would get more than they are used to; answers those that may get theirs. */
async function brake(
  { sql, clock, instance, log }: OutgoingContext,
  recipients: readonly DueRecipient[],
  due: Due,
): Promise<{ readonly free: DueRecipient[]; readonly braked: number }> {
  const now = clock();
  const { open, approved } = await listBrakes(sql, now);
  const medians = await listMedianRows(
    sql,
    recipients.map(({ address }) => address),
    now,
  );
  const free: DueRecipient[] = [];
  let braked = 0;
  const turns = Map.groupBy(recipients, ({ address, round }) => brakeKey(address, round));
  for (const [key, lanes] of turns) {
    const [first] = lanes;
    if (first === undefined) continue;
    const { address, organisation, round } = first;
    const rows = lanes.reduce((sum, lane) => sum + lane.rows, 0);
    const limitRows = volumeLimit(instance.brakes.volume, medians.get(address) ?? null);
    if (!open.has(key) && (rows <= limitRows || approved.has(key))) {
      free.push(...lanes);
      continue;
    }
    const id = newUuid(now.getTime());
    await transaction(
      sql,
      (sql) =>
        holdForVolume(sql, { id, address, organisation, round, rows, limitRows, heldAt: now }, due),
      { attempts: 3 },
    );
    if (open.has(key)) continue;
    braked += 1;
    log.warn({ address, round, rows, limitRows }, "held: too many rows for one recipient");
  }
  return { free, braked };
}
