import {
  canarySize,
  isTooMuch,
  jumpLimit,
  type ReportBrakeKind,
} from "../../domain/notification/report-brake.ts";
import { transaction } from "../../platform/database.ts";
import { newUuid } from "../../platform/uuid.ts";
import {
  beginCanary,
  countCanary,
  listCanaries,
  listStrangers,
  settleCanaries,
  type WaitingCanary,
} from "../../store/canaries.ts";
import { listComplainedOf } from "../../store/complaints.ts";
import { lockForHolds } from "../../store/holds.ts";
import {
  type BrakedReport,
  countSent,
  findDisputed,
  findUsualRows,
  insertReportBrakes,
  isNovel,
  listBouncing,
  listDisputed,
  listGoingReports,
  markJudged,
} from "../../store/report-brakes.ts";
import { withdrawHeld } from "../../store/withdrawals.ts";
import type { OutgoingContext } from "./outgoing.ts";

const dayMs = 86_400_000;
/** Disputes count for so long, and bounces and complaints. */
const disputedMs = 90 * dayMs;
const bouncedMs = 7 * dayMs;

type Found = {
  readonly report: BrakedReport;
  readonly kind: ReportBrakeKind;
  readonly figure: number;
  readonly most: number;
};

/**
 * Looks at every report of which something is still to go out, and puts on the brakes that it meets: what was not sent
 * yet is taken back, and waits for a person. Answers how many notifications were taken back.
 *
 * What a person let go was looked at: novelty and volume hold only what goes by itself. A brake that was lifted stays
 * lifted.
 */
export async function brakeReports(context: OutgoingContext): Promise<number> {
  const { sql, clock, log } = context;
  const now = clock();
  const reports = await listGoingReports(sql);
  if (reports.length === 0) return 0;
  const found: Found[] = [];
  const suspects = await listSuspects(context, now);
  for (const report of reports) {
    found.push(
      ...(await judgeComing(context, report, now)),
      ...(await judgeSent(context, report, suspects, now)),
    );
  }
  const looked: number[] = [];
  for (const canary of await listCanaries(sql)) {
    const seen = await lookAt(context, canary, now);
    if (seen === null) continue;
    looked.push(canary.report.number);
    found.push(...seen);
  }
  await startCanaries(context, reports, now);
  const judged = reports.map(({ number }) => number);
  if (found.length === 0 && looked.length === 0) {
    await markJudged(sql, judged, now);
    return 0;
  }
  return transaction(
    sql,
    async (sql) => {
      await lockForHolds(sql);
      // With what it led to: else what should be held would go when we die in between.
      await settleCanaries(sql, looked, now);
      await markJudged(sql, judged, now);
      const brakes = found.map(({ report, ...rest }) => {
        return { ...rest, id: newUuid(now.getTime()), report: report.number, heldAt: now };
      });
      const put = await insertReportBrakes(sql, brakes);
      if (put > 0) log.warn({ brakes: put }, "held: reports that a person has to look at");
      return put === 0 ? 0 : withdrawHeld(sql, now);
    },
    { attempts: 3 },
  );
}

type Suspects = {
  readonly bouncing: ReadonlySet<number>;
  readonly complainedOf: ReadonlySet<number>;
  readonly finders: ReadonlySet<string>;
};

/** Where it is worth counting: this is looked at every few seconds. */
async function listSuspects({ sql, instance }: OutgoingContext, now: Date): Promise<Suspects> {
  const { disputed, bounces, complaints } = instance.brakes.reports;
  const ago = (ms: number): Date => new Date(now.getTime() - ms);
  return {
    bouncing: await listBouncing(sql, ago(bouncedMs), bounces.floor),
    complainedOf: await listComplainedOf(sql, ago(bouncedMs), complaints.floor),
    finders: await listDisputed(sql, ago(disputedMs), disputed.floor),
  };
}

/** What can be said of a report before anything of it goes out, once. */
async function judgeComing(
  { sql, instance }: OutgoingContext,
  report: BrakedReport,
  now: Date,
): Promise<Found[]> {
  if (report.judged || report.byPerson) return [];
  const { noveltyRows, jump } = instance.brakes.reports;
  const { rows: figure, finder } = report;
  const found: Found[] = [];
  if (figure > noveltyRows && (await isNovel(sql, report)))
    found.push({ report, kind: "novelty", figure, most: noveltyRows });
  const most = figure > jump.floor ? jumpLimit(jump, await findUsualRows(sql, finder, now)) : null;
  if (most !== null && figure > most) found.push({ report, kind: "jump", figure, most });
  return found;
}

/** What recipients and their servers say of what went out. */
async function judgeSent(
  { sql, instance }: OutgoingContext,
  report: BrakedReport,
  suspects: Suspects,
  now: Date,
): Promise<Found[]> {
  const { disputed, bounces, complaints } = instance.brakes.reports;
  const found: Found[] = [];
  const shareOf = (of: number, percent: number): number => Math.floor((of * percent) / 100);
  if (suspects.bouncing.has(report.number) || suspects.complainedOf.has(report.number)) {
    const { settled, ...sent } = await countSent(sql, report.number);
    const judge = (kind: "bounces" | "complaints", figure: number, settings: typeof bounces) => {
      const most = shareOf(settled, settings.percent);
      if (isTooMuch(figure, settled, settings)) found.push({ report, kind, figure, most });
    };
    judge("bounces", sent.hard, bounces);
    judge("complaints", sent.complained, complaints);
  }
  if (suspects.finders.has(report.finder)) {
    const said = await findDisputed(sql, report, new Date(now.getTime() - disputedMs));
    const { disputed: figure = 0, told = 0 } = said ?? {};
    const most = shareOf(told, disputed.percent);
    if (isTooMuch(figure, told, disputed)) found.push({ report, kind: "disputed", figure, most });
  }
  return found;
}

/** Lets one in a hundred hear first where very many would who never asked. */
async function startCanaries(
  { sql, instance }: OutgoingContext,
  reports: readonly BrakedReport[],
  now: Date,
): Promise<void> {
  const { recipients: most, percent } = instance.brakes.reports.canary;
  for (const { number, judged } of reports) {
    if (judged) continue;
    const strangers = await listStrangers(sql, number);
    if (strangers.length <= most) continue;
    const addresses = strangers.slice(0, canarySize(strangers.length, percent));
    await beginCanary(sql, { report: number, addresses, recipients: strangers.length, at: now });
  }
}

/**
 * Once it has waited: lets the others go, or holds them where what went first bounced, was disputed or complained of. Null: it
 * waits on.
 */
async function lookAt(
  { sql, instance }: OutgoingContext,
  canary: WaitingCanary,
  now: Date,
): Promise<Found[] | null> {
  const { canary: settings, bounces } = instance.brakes.reports;
  if (canary.begunAt.getTime() + settings.waitMs > now.getTime()) return null;
  const { settled, bad } = await countCanary(sql, canary);
  // Of so few one is chance; as large a share of all would be too much.
  const isBad = isTooMuch(bad, settled, { floor: 2, percent: bounces.percent });
  if (settled === 0) return null;
  if (!isBad) return [];
  return [{ report: canary.report, kind: "canary", figure: bad, most: 1 }];
}
