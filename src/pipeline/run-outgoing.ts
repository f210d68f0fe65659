import { correctDue } from "./correct.ts";
import { decideAgain } from "./decide-again.ts";
import { type Delivered, deliverDue } from "./deliver.ts";
import { type DeliveredNotices, deliverNotices } from "./deliver-notices.ts";
import { deliverResends } from "./deliver-resends.ts";
import { type DeliveredToPrograms, deliverToPrograms } from "./deliver-to-programs.ts";
import type { Basis } from "./material/basis.ts";
import type { OutgoingContext, OutgoingStages } from "./material/outgoing.ts";
import { openSupply } from "./material/supply.ts";
import { type Notified, type NotifyOptions, notifyDue } from "./notify.ts";
import { passOn } from "./pass-on.ts";
import { readEvidence } from "./read-evidence.ts";
import type { RedecidedCounts } from "./redecide.ts";
import { runRedecide } from "./run-redecide.ts";

/** What a run brought about. */
export type OutgoingRun = {
  /** Open findings that another world decides otherwise. */
  readonly redecided: Omit<RedecidedCounts, "withdrawn">;
  /** Corrections composed. */
  readonly corrected: number;
  readonly notified: Notified;
  /** By mail. */
  readonly delivered: Delivered;
  /** To programs of organisations. */
  readonly programs: DeliveredToPrograms;
  /** What programs took that their organisations asked to have sent again. */
  readonly resent: number;
  /** Mail about the register. */
  readonly notices: DeliveredNotices;
};

/** More turns than the ladder has rungs, and one for those to be informed. */
const mostTurns = 14;

/**
 * Decides again where something changed, sends mail about the register, then composes what is due and delivers it, again as
 * long as that makes something new due: a dead address asks the next rung, an accepted mail informs others.
 */
export async function runOutgoing(
  context: OutgoingContext,
  options: NotifyOptions = { ahead: false },
): Promise<OutgoingRun> {
  const stages = stagesOf(context);
  const { withdrawn, ...redecided } = await runRedecide(context);
  const notices = await deliverNotices(context);
  let run: OutgoingRun | null = null;
  await passOn(context, stages);
  for (let turns = 0; turns < mostTurns; turns++) {
    // First: what was wrong is taken back before anything new is said.
    const corrected = await correctDue(context);
    const { notified, delivered, programs } = await notifyAndDeliver(context, stages, options);
    const turn = { redecided, corrected, notified, delivered, programs, resent: 0, notices };
    run = run === null ? withWithdrawn(turn, withdrawn) : add(run, turn);
    if (notified.notifications === 0 && !mayMakeDue(delivered, programs)) break;
  }
  return { ...(run as OutgoingRun), resent: await deliverResends(context) };
}

/**
 * Delivers what is queued while more is composed, from when what waits was checked; by mail and to programs at once:
 * programs that take their time hold up no mail. Whichever fails, the others end what they have begun.
 */
async function notifyAndDeliver(
  context: OutgoingContext,
  stages: OutgoingStages,
  options: NotifyOptions,
): Promise<Pick<OutgoingRun, "notified" | "delivered" | "programs">> {
  const supply = openSupply();
  const [composing, mail, machines] = await Promise.allSettled([
    notifyDue(context, stages, options, supply.announce).finally(supply.end),
    deliverDue(context, stages, supply.ask()),
    deliverToPrograms(context, stages, supply.ask()),
  ]);
  if (composing.status === "rejected") throw composing.reason;
  if (mail.status === "rejected") throw mail.reason;
  if (machines.status === "rejected") throw machines.reason;
  return { notified: composing.value, delivered: mail.value, programs: machines.value };
}

/** Whether somebody new may be due: to be informed of what was accepted, or asked instead of who failed. */
function mayMakeDue(delivered: Delivered, programs: DeliveredToPrograms): boolean {
  const { retry, unknown, authentication, parked, ...settled } = delivered;
  const { again, ...took } = programs;
  return [...Object.values(settled), ...Object.values(took)].some((count) => count > 0);
}

function stagesOf(context: OutgoingContext): OutgoingStages {
  let known: Basis | null = null;
  const presentBasis = async (): Promise<Basis> => {
    known = await context.readBasis();
    return known;
  };
  return {
    presentBasis,
    basisOfRun: async () => known ?? (await presentBasis()),
    decideAgain: (sql, deciding, ids) => decideAgain(sql, context.catalogue, deciding, ids),
    readEvidence: (refs) => readEvidence(context, refs),
  };
}

/** What deciding again took back counts like what composing does. */
function withWithdrawn(run: OutgoingRun, withdrawn: number): OutgoingRun {
  const { notified } = run;
  return { ...run, notified: { ...notified, withdrawn: notified.withdrawn + withdrawn } };
}

function add(a: OutgoingRun, b: OutgoingRun): OutgoingRun {
  return {
    redecided: a.redecided,
    notices: a.notices,
    corrected: a.corrected + b.corrected,
    notified: addCounts(a.notified, b.notified),
    delivered: addCounts(a.delivered, b.delivered),
    programs: addCounts(a.programs, b.programs),
    resent: a.resent + b.resent,
  };
}

function addCounts<Counts extends Readonly<Record<string, number>>>(a: Counts, b: Counts): Counts {
  return Object.fromEntries(
    Object.entries(a).map(([name, count]) => [name, count + (b[name] ?? 0)]),
  ) as Counts;
}
