import { custodyRungs } from "../../domain/custody/custody.ts";
import type { FindingType } from "../../domain/finding/finding-type.ts";
import { type Lane, laneOf } from "../../domain/finding/lane.ts";
import type { Instance } from "../../domain/instance.ts";
import { businessDeadline } from "../../domain/notification/business-deadline.ts";
import { type Grouping, groupDue } from "../../domain/notification/group-due.ts";
import { mayQuote } from "../../domain/notification/may-quote.ts";
import type {
  Notification,
  NotificationRow,
  Recipient,
} from "../../domain/notification/notification.ts";
import { orderRows } from "../../domain/notification/order-rows.ts";
import { reduceRowForMail } from "../../domain/notification/reduce-for-mail.ts";
import { neededEvidence } from "../../domain/notification/render-row.ts";
import { foldToldBefore, type ToldBefore } from "../../domain/notification/told-before.ts";
import type { Organisation, World } from "../../domain/world/world.ts";
import { must } from "../../platform/errors.ts";
import type { DueRow } from "../../store/due-rows.ts";
import { findMailReach, reachKey } from "../../store/mail-reach.ts";
import { findThreads, threadKey } from "../../store/notifications.ts";
import { listTickets } from "../../store/thread-tickets.ts";
import { listToldBefore } from "../../store/told-before.ts";
import type { OutgoingContext, OutgoingStages } from "./outgoing.ts";

const evidenceAtOnce = 1000;

/** A notification before it has an identity and bytes. */
export type Draft = {
  readonly notification: Omit<
    Notification,
    "id" | "number" | "messageId" | "verificationCode" | "answerToken" | "stopUrl"
  >;
  /** The first part, when this is one that follows. */
  readonly follows: Draft | null;
  /** Notifications of others that an informed party hears of by it. */
  readonly becauseOf: readonly string[];
};

type TypedRow = {
  readonly row: DueRow;
  readonly type: FindingType;
  /** Null: not a reminder. */
  readonly told: ToldBefore | null;
};

/**
 * What each recipient is to be told, in parts where it is much.
 *
 * @param becauseOf of the rows of informed parties: the notification that they hear of
 */
export async function draftNotifications(
  context: OutgoingContext,
  stages: OutgoingStages,
  world: World,
  rows: readonly DueRow[],
  becauseOf: ReadonlyMap<DueRow, string>,
): Promise<Draft[]> {
  const before = await listToldBefore(
    context.sql,
    rows.flatMap(({ findingId, role, round }) =>
      role === "primary" && round > 1 ? findingId : [],
    ),
  );
  const groups = groupDue(
    rows.map((row): TypedRow => {
      const told = row.role === "primary" ? (before.get(row.findingId) ?? null) : null;
      return { row, type: typeOf(context, row), told };
    }),
    toGrouping,
  );
  const evidence = await evidenceOf(context, stages, world, rows);
  const threads = await findThreads(
    context.sql,
    groups.flatMap(({ grouping: { address, topic } }) =>
      topic.kind === "case" ? [{ address, caseName: topic.name }] : [],
    ),
  );
  const tickets = await listTickets(context.sql, [...threads.values()]);
  const reach = await findMailReach(
    context.sql,
    groups.map(({ grouping }) => grouping),
    context.clock(),
  );
  const organisations = new Map(world.organisations.map((one) => [one.id, one]));
  return groups.flatMap(({ grouping, rows: members }) => {
    const { address, topic, lane, round } = grouping;
    const { key = null, byMachine = false } = reach.get(reachKey(grouping)) ?? {};
    const now = context.clock().getTime();
    const organisation =
      grouping.organisation === null ? undefined : organisations.get(grouping.organisation);
    const recipient = { ...describe(organisation, context.instance, grouping, now), key };
    const whole = members.map(({ row, type }) =>
      toNotificationRow(row, type, evidence.get(row) ?? null),
    );
    const { shown, withheld } = toShown(whole, recipient, byMachine);
    const threadMessageId =
      topic.kind === "case" ? (threads.get(threadKey(address, topic.name)) ?? null) : null;
    const ticket = threadMessageId === null ? null : (tickets.get(threadMessageId) ?? null);
    const thread = { threadMessageId, ticket };
    const reminder = foldToldBefore(members.map(({ told }) => told));
    const composedAt = context.clock();
    const about = { recipient, reminder, lane, topic, round, withheld };
    const common = { ...about, ...thread, composedAt };
    const causes = new Set(members.flatMap(({ row }) => becauseOf.get(row) ?? []));
    // Programs get what a mail would hold, and whoever is asked nothing has no page to fetch from.
    const bulk = byMachine || recipient.rung === null ? "attached" : "linked";
    return toParts(common, context.composer.split(recipient, shown, bulk), [...causes]);
  });
}

/** Rows in order, reduced where mail brings them; where a machine is told first, the mail that stands in is reduced later. */
function toShown(
  whole: readonly NotificationRow[],
  recipient: Recipient,
  byMachine: boolean,
): { readonly shown: NotificationRow[]; readonly withheld: boolean } {
  const reduced = byMachine ? whole : whole.map((row) => reduceRowForMail(row, recipient));
  return { shown: orderRows(reduced), withheld: reduced.some((row, i) => row !== whole[i]) };
}

function typeOf({ catalogue }: OutgoingContext, row: DueRow): FindingType {
  return must(catalogue.findType(row.type), `finding type ${row.type} left the catalogue`);
}

function toGrouping({ row, type, told }: TypedRow): Grouping {
  const { address, organisation, rung, round, severity, caseName } = row;
  return {
    ...{ address, organisation, rung, round },
    reminder: told?.kind ?? null,
    lane: laneOf(severity, type.exploited),
    topic: caseName === null ? { kind: "kind", name: type.kind } : { kind: "case", name: caseName },
  };
}

/** One draft for each part; the first settles what informed parties are owed. */
function toParts(
  common: Omit<Draft["notification"], "role" | "part" | "parts" | "rows">,
  parts: readonly (readonly NotificationRow[])[],
  causes: readonly string[],
): Draft[] {
  const drafts: Draft[] = [];
  for (const [i, rows] of parts.entries()) {
    drafts.push({
      notification: { ...common, role: roleOf(rows), part: i + 1, parts: parts.length, rows },
      follows: drafts[0] ?? null,
      becauseOf: i === 0 ? causes : [],
    });
  }
  return drafts;
}

function toNotificationRow(
  row: DueRow,
  type: FindingType,
  evidence: ReadonlyMap<string, string> | null,
): NotificationRow {
  const { findingId, decisionId, episode, round, role, severity, tier, tlp } = row;
  const { name, port, transport, observedAt, report, evidenceOffset } = row;
  return {
    ...{ findingId, decisionId, episode, round, role, type, severity, tier, tlp },
    ...{
      address: row.objectAddress,
      name,
      port,
      transport,
      observedAt,
      report,
      evidenceOffset,
      evidence,
    },
  };
}

/** A part without any first notice is a digest, whatever the others are. */
function roleOf(rows: readonly NotificationRow[]): Notification["role"] {
  if (rows.some(({ role }) => role === "primary")) return "primary";
  return rows[0]?.role ?? "digest";
}

/** Who is behind an address, and in which language it wants to be told. */
function describe(
  organisation: Organisation | undefined,
  instance: Instance,
  { address, organisation: id, rung, lane }: Grouping,
  now: number,
): Omit<Recipient, "key"> {
  const contact = organisation?.contacts.find(({ email }) => email === address);
  const language = contact?.language ?? instance.languages[0];
  const holds = organisation !== undefined && custodyRungs.some((known) => known === rung);
  const custodyWithinMs = holds
    ? workingTime(
        lane,
        organisation.custodyWithinMs[lane] ?? instance.custodyWithinMs[lane],
        now,
        instance,
      )
    : null;
  const name = organisation?.name ?? null;
  const format = contact?.format ?? "text";
  return { address, organisation: id, rung, name, language, format, custodyWithinMs };
}

/** An intermediary's time for what need not go at once counts on business days only, as its mail goes out on them. */
function workingTime(lane: Lane, withinMs: number, now: number, instance: Instance): number {
  if (lane === "now" || instance.digests === "at-once") return withinMs;
  const deadline = businessDeadline(now, withinMs, instance);
  return Number.isFinite(deadline) ? deadline - now : withinMs;
}

/** The reports' own columns, of the rows whose recipients may see some of them. */
async function evidenceOf(
  { log }: OutgoingContext,
  { readEvidence }: OutgoingStages,
  world: World,
  rows: readonly DueRow[],
): Promise<Map<DueRow, ReadonlyMap<string, string> | null>> {
  const shown = rows.filter((row) => row.tier > 0 && row.quotable && mayQuote(world, row));
  const evidence = new Map<DueRow, ReadonlyMap<string, string> | null>();
  for (let from = 0; from < shown.length; from += evidenceAtOnce) {
    const some = shown.slice(from, from + evidenceAtOnce);
    const refs = some.map(({ report, evidenceOffset }) => ({ report, offset: evidenceOffset }));
    try {
      const read = await readEvidence(refs);
      some.forEach((row, i) => {
        evidence.set(row, neededEvidence(read[i] ?? null, row.tier));
      });
    } catch (error) {
      // A damaged file must not keep everybody else's mail: what the database knows is told all the same.
      log.error(
        { err: error, reports: [...new Set(refs.map(({ report }) => report))] },
        "evidence cannot be read",
      );
    }
  }
  return evidence;
}
