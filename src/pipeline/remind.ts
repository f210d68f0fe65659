import type { Decision, Tried } from "../domain/decision/decision.ts";
import type { FindingType } from "../domain/finding/finding-type.ts";
import { laneOf } from "../domain/finding/lane.ts";
import { chooseRecipient } from "../domain/follow-up/choose-recipient.ts";
import {
  planReminder,
  type ReminderPlan,
  type ReminderSettings,
} from "../domain/follow-up/plan-reminder.ts";
import type { DecisionId, FindingId, NotificationId } from "../domain/ids.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { must } from "../platform/errors.ts";
import type { FindingFacts } from "../store/findings.ts";
import {
  type FollowedFinding,
  type FollowUp,
  listFacts,
  lockFollowedFindings,
  lockFollowUps,
  scheduleFollowUps,
} from "../store/follow-ups.ts";
import { beginReminders, listForLetters, type Reminder } from "../store/reminders.ts";
import type { Basis } from "./material/basis.ts";
import type { PipelineContext } from "./material/context.ts";
import { decideFact } from "./material/decide-fact.ts";
import { type Deciding, startDeciding, storeDecisions } from "./material/deciding.ts";
import { readTypeNumbers } from "./material/type-numbers.ts";

/** What looking at told findings again brought about. */
export type Reminded = {
  /** Findings that somebody is told of once more. */
  readonly reminders: number;
  /** Findings that only a letter can reach anybody about. */
  readonly letters: number;
};

export type RemindContext = Pick<PipelineContext, "sql" | "clock" | "catalogue" | "readBasis">;

/** Notices looked at in one transaction. */
const atOnce = 50;
/** When to look again at what waits for a server, for somebody to be found, or for what is settled by hand. */
const unsettledMs = 60 * 60_000;
const heldMs = 30 * 86_400_000;

/**
 * Looks at notices whose time has come, and begins the next round of those findings that are to be told once more: with
 * what is new, or to whom was not asked yet (ADR 17). Any number of processes may do it; a crash repeats nothing.
 */
export async function remind(
  context: RemindContext,
  settings: ReminderSettings,
): Promise<Reminded> {
  let sums: Reminded = { reminders: 0, letters: 0 };
  let basis: Basis | null = null;
  const readBasis = async (): Promise<Basis> => {
    basis ??= await context.readBasis();
    return basis;
  };
  for (;;) {
    const done = await transaction(
      context.sql,
      (sql) => remindSome(sql, { context, settings, readBasis, now: context.clock() }),
      { attempts: 3 },
    );
    sums = { reminders: sums.reminders + done.reminders, letters: sums.letters + done.letters };
    if (done.notices < atOnce) return sums;
  }
}

type Reminding = {
  readonly context: RemindContext;
  readonly settings: ReminderSettings;
  readonly readBasis: () => Promise<Basis>;
  readonly now: Date;
};

async function remindSome(
  sql: Sql,
  reminding: Reminding,
): Promise<Reminded & { readonly notices: number }> {
  const { context, settings, now } = reminding;
  const notices = await lockFollowUps(sql, now, atOnce);
  const settled = notices.filter(({ toldAt }) => toldAt !== null);
  const findings = await lockFollowedFindings(
    sql,
    settled.map(({ notification }) => notification),
  );
  const toldAt = new Map(settled.map((notice) => [notice.notification, notice.toldAt as Date]));
  const types = findings.length === 0 ? [] : await readTypeNumbers(sql, context.catalogue);
  const planned = findings.map((finding): Planned => {
    const at = must(toldAt.get(finding.notification), "only settled notices were asked for");
    const type = must(types[finding.typeId], "every finding has a type");
    const told = toToldFinding(finding, type, at);
    return { finding, type, toldAt: at, plan: planReminder(told, settings, now.getTime()) };
  });
  const due = planned.filter(({ plan }) => plan.kind === "remind" || plan.kind === "ask-others");
  const begun = due.length === 0 ? nothing : await beginDue(sql, reminding, due);
  const { reminders, letters } = begun;
  await scheduleFollowUps(sql, toSchedule(notices, planned, begun, now));
  const listed = await listForLetters(sql, letters, now);
  return { notices: notices.length, reminders: reminders.length, letters: listed };
}

type Planned = {
  readonly finding: FollowedFinding;
  readonly type: FindingType;
  readonly toldAt: Date;
  readonly plan: ReminderPlan;
};

type Begun = {
  readonly reminders: readonly Reminder[];
  readonly letters: readonly FindingId[];
  /** Of whom the owner, a label or a person does not want it told now. */
  readonly held: readonly FindingId[];
  /** That are another owner's by now. */
  readonly moved: readonly FindingId[];
};

const nothing: Begun = { reminders: [], letters: [], held: [], moved: [] };

function toToldFinding(finding: FollowedFinding, type: FindingType, toldAt: Date) {
  const { severity, seenAt, refutedSeenAt } = finding;
  return {
    ...finding,
    isUrgent: laneOf(severity, type.exploited) === "now",
    toldAt: toldAt.getTime(),
    seenAt: seenAt?.getTime() ?? null,
    refutedSeenAt: refutedSeenAt?.getTime() ?? null,
  };
}

async function beginDue(sql: Sql, reminding: Reminding, due: readonly Planned[]): Promise<Begun> {
  const { now } = reminding;
  const deciding = startDeciding(await reminding.readBasis(), now);
  const facts = await listFacts(
    sql,
    due.map(({ finding }) => finding.finding),
  );
  const chosen = due.map((planned) => {
    const fact = must(facts.get(planned.finding.finding), "a finding that was found is there");
    return choose(deciding, planned, fact);
  });
  const begun = chosen.filter((one) => one.kind === "reminder");
  await storeDecisions(
    sql,
    deciding,
    begun.map(({ number }) => number),
  );
  const reminders = begun.map(({ number, reminder }): Reminder => {
    return { ...reminder, decision: deciding.stored[number] as DecisionId };
  });
  await beginReminders(sql, reminders, now);
  const idsOf = (kind: "nobody" | "held" | "moved"): FindingId[] =>
    chosen.flatMap((one) => (one.kind === kind ? [one.finding] : []));
  return {
    reminders,
    letters: idsOf("nobody"),
    held: idsOf("held"),
    moved: idsOf("moved"),
  };
}

type Chosen =
  | {
      readonly kind: "reminder";
      /** In the memo. */
      readonly number: number;
      readonly reminder: Omit<Reminder, "decision">;
    }
  | { readonly kind: "nobody" | "held" | "moved"; readonly finding: FindingId };

function choose(
  { memo, basis }: Deciding,
  { finding, type, toldAt, plan }: Planned,
  fact: FindingFacts,
): Chosen {
  const numbers = new Map<Decision, number>();
  const decide = (tried: readonly Tried[]): Decision => {
    const number = decideFact(basis.compiled, memo, fact, type, tried);
    const decision = memo.decisionOf(number);
    numbers.set(decision, number);
    return decision;
  };
  const news = plan.kind === "remind" ? plan.news : "new-channel";
  const recipient = chooseRecipient(decide, finding, news);
  if (recipient.kind !== "found") return { kind: recipient.kind, finding: finding.finding };
  // Somebody else's by now: deciding again tells the new owner, as a first notice.
  if (recipient.decision.owner !== finding.owner)
    return { kind: "moved", finding: finding.finding };
  return {
    kind: "reminder",
    number: must(numbers.get(recipient.decision), "it was decided here"),
    reminder: {
      finding: finding.finding,
      round: finding.nextRound,
      news,
      toldAt,
      toldRound: finding.round,
      seenAt: plan.kind === "remind" ? new Date(plan.seenAt) : null,
      tried: recipient.tried,
    },
  };
}

/** When each notice is to be looked at again: as its first finding is. Those that begin a new round have another notice. */
function toSchedule(
  notices: readonly FollowUp[],
  planned: readonly Planned[],
  { letters, held, moved }: Begun,
  now: Date,
): Map<NotificationId, Date | null> {
  const waiting = new Map([
    ...[...letters, ...held].map((id) => [id, heldMs] as const),
    ...moved.map((id) => [id, unsettledMs] as const),
  ]);
  const scheduled = new Map<NotificationId, Date | null>();
  for (const { notification, toldAt } of notices) {
    scheduled.set(notification, toldAt === null ? new Date(now.getTime() + unsettledMs) : null);
  }
  for (const { finding, plan } of planned) {
    const waitMs = waiting.get(finding.finding);
    const at =
      plan.kind === "later"
        ? new Date(plan.at)
        : waitMs === undefined
          ? null
          : new Date(now.getTime() + waitMs);
    const before = scheduled.get(finding.notification) ?? null;
    if (at !== null && (before === null || at < before)) scheduled.set(finding.notification, at);
  }
  return scheduled;
}
