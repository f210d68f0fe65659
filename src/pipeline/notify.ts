import { createHash } from "node:crypto";
import type { FindingType, Language } from "../domain/finding-type.ts";
import { groupDue } from "../domain/group-due.ts";
import type { DeliveryId, NotificationId } from "../domain/ids.ts";
import { laneOf } from "../domain/lane.ts";
import type { Notification, NotificationRow, Recipient } from "../domain/notification.ts";
import { orderRows } from "../domain/order-rows.ts";
import { makePublicNumber, type PublicNumber } from "../domain/public-number.ts";
import { neededEvidence } from "../domain/render-row.ts";
import { volumeLimit } from "../domain/volume-brake.ts";
import type { World } from "../domain/world.ts";
import { type Sql, toSqlState, transaction } from "../platform/database.ts";
import { must } from "../platform/errors.ts";
import { sealBytes } from "../platform/sealed-bytes.ts";
import { newUuid } from "../platform/uuid.ts";
import { reviveOldAddresses } from "../store/address-states.ts";
import {
  type DueRecipient,
  type DueRow,
  listDueRecipients,
  listDueRows,
  listInformedRows,
  listStaleFindings,
} from "../store/due-findings.ts";
import { withdrawOutdated } from "../store/holds.ts";
import {
  findTakenNumbers,
  findThreads,
  NoLongerDue,
  type ReadyNotification,
  refreshStatistics,
  saveNotifications,
  threadKey,
} from "../store/notifications.ts";
import { forgetOwedObservations, noteOwedObservations } from "../store/owed-observations.ts";
import { brakeKey, holdForVolume, listBrakes, listMedianRows } from "../store/volume-brakes.ts";
import type { Basis } from "./material/basis.ts";
import { startDeciding } from "./material/deciding.ts";
import { contentKeyOf, type OutgoingContext, type OutgoingStages } from "./material/outgoing.ts";

/** What composing came to. */
export type Notified = {
  readonly notifications: number;
  readonly rows: number;
  /** Recipients whose rows wait for a person because they are too many. */
  readonly braked: number;
  /** Notifications taken back before they were sent, since the world has changed. */
  readonly withdrawn: number;
};

/** Rows composed in one transaction, but for a recipient that has more. */
const atOnce = 10_000;
/** Rows of one recipient composed at once; the rest follows in the next turn, so that memory has an end. */
const mostAtOnce = 2 * atOnce;
const decidedAtOnce = 20_000;
const evidenceAtOnce = 1000;
/** So many new rows change how the database should go about them. */
const manyRows = 1000;
/** An address that died gets another chance after so long. */
const deadDays = 30;
/** Somebody else may change what is due while it is rendered; that ends. */
const mostTurns = 200;

/**
 * Composes everything that is due: checks the decisions against the world of now, holds what is too much for one
 * recipient, renders the rest and queues it. One process composes at a time, the others wait for it.
 *
 * Rendered first, then kept in one transaction that fails when what is due has changed: a crash leaves a notification
 * with its rows and its delivery, or nothing.
 */
export async function notifyDue(
  context: OutgoingContext,
  stages: OutgoingStages,
): Promise<Notified> {
  return alone(context.sql, async () => {
    const basis = await stages.presentBasis();
    await reviveOldAddresses(context.sql, context.clock(), deadDays);
    const withdrawn = await checkAgain(context, stages, basis);
    const events = context.catalogue.types
      .filter(({ nature }) => nature === "event")
      .map(({ id }) => id);
    await noteOwedObservations(context.sql, events);
    await forgetOwedObservations(context.sql);
    const sums = { notifications: 0, rows: 0, braked: 0, withdrawn };
    for (let turn = 0; turn < mostTurns; turn++) {
      const { free, braked } = await brake(context, await listDueRecipients(context.sql));
      sums.braked += braked;
      if (free.length === 0) break;
      const before = sums.notifications;
      for (const recipients of inBatches(free)) {
        const composed = await composeBatch(context, stages, basis.world, recipients);
        sums.notifications += composed.notifications;
        sums.rows += composed.rows;
      }
      if (sums.notifications === before && turn > 2) break;
    }
    if (sums.rows >= manyRows) await refreshStatistics(context.sql);
    return sums;
  });
}

/** Lets one process after another in; a crash opens the door by itself. */
async function alone<T>(sql: Sql, work: () => Promise<T>): Promise<T> {
  return sql.lend(async (connection) => {
    await connection.query("select pg_advisory_lock(hashtext('notify'))");
    try {
      return await work();
    } finally {
      await connection.query("select pg_advisory_unlock(hashtext('notify'))");
    }
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
  for (const { address, organisation, round, rows } of recipients) {
    const key = brakeKey(address, round);
    const limitRows = volumeLimit(instance.brakes.volume, medians.get(address) ?? null);
    if (!open.has(key) && (rows <= limitRows || approved.has(key))) {
      free.push({ address, organisation, round, rows });
      continue;
    }
    const id = newUuid(now.getTime());
    await transaction(
      sql,
      (sql) =>
        holdForVolume(sql, { id, address, organisation, round, rows, limitRows, heldAt: now }),
      { attempts: 3 },
    );
    if (open.has(key)) continue;
    braked += 1;
    log.warn({ address, round, rows, limitRows }, "held: too many rows for one recipient");
  }
  return { free, braked };
}

/** Recipients together until their rows are enough for one transaction. */
function inBatches(recipients: readonly DueRecipient[]): DueRecipient[][] {
  const batches: DueRecipient[][] = [];
  let rows = Number.POSITIVE_INFINITY;
  for (const recipient of recipients) {
    if (rows + recipient.rows > atOnce) {
      batches.push([]);
      rows = 0;
    }
    batches.at(-1)?.push(recipient);
    rows += recipient.rows;
  }
  return batches;
}

type Composed = { readonly notifications: number; readonly rows: number };

async function composeBatch(
  context: OutgoingContext,
  stages: OutgoingStages,
  world: World,
  recipients: readonly DueRecipient[],
): Promise<Composed> {
  const { sql, onStep } = context;
  const addresses = [...new Set(recipients.map(({ address }) => address))];
  const free = new Set(recipients.map(({ address, round }) => brakeKey(address, round)));
  const isFree = ({ address, round }: DueRow): boolean => free.has(brakeKey(address, round));
  const due = (await listDueRows(sql, addresses, mostAtOnce)).filter(isFree);
  const informed = (await listInformedRows(sql, addresses)).filter(isFree);
  const becauseOf = new Map(informed.map((row) => [row as DueRow, row.becauseOf]));
  const drafts = await draft(context, stages, world, [...due, ...informed], becauseOf);
  if (drafts.length === 0) return { notifications: 0, rows: 0 };
  const ready = await render(context, drafts);
  onStep?.("composed");
  try {
    await transaction(sql, (sql) => saveNotifications(sql, ready));
  } catch (error) {
    // Told by somebody else, decided otherwise, held: what is due is read again.
    if (
      error instanceof NoLongerDue ||
      toSqlState(error) === "23505" ||
      toSqlState(error) === "40P01"
    ) {
      return { notifications: 0, rows: 0 };
    }
    throw error;
  }
  onStep?.("kept");
  return {
    notifications: ready.length,
    rows: ready.reduce((sum, { notification }) => sum + notification.rows.length, 0),
  };
}

type Draft = {
  readonly notification: Omit<Notification, "id" | "number" | "messageId">;
  /** The parts before it, when it belongs to several. */
  readonly follows: Draft | null;
  readonly becauseOf: readonly string[];
};

/** What each recipient is to be told, in parts where it is much. */
async function draft(
  context: OutgoingContext,
  stages: OutgoingStages,
  world: World,
  rows: readonly DueRow[],
  becauseOf: ReadonlyMap<DueRow, string>,
): Promise<Draft[]> {
  const typed = rows.map((row) => ({ row, type: typeOf(context, row) }));
  const groups = groupDue(typed, ({ row, type }) => ({
    address: row.address,
    organisation: row.organisation,
    rung: row.rung,
    round: row.round,
    lane: laneOf(row.severity, type.exploited),
    topic:
      row.caseName === null
        ? { kind: "kind" as const, name: type.kind }
        : { kind: "case" as const, name: row.caseName },
  }));
  const evidence = await evidenceOf(context, stages, rows);
  const threads = await findThreads(
    context.sql,
    groups.flatMap(({ grouping: { address, topic } }) =>
      topic.kind === "case" ? [{ address, caseName: topic.name }] : [],
    ),
  );
  return groups.flatMap(({ grouping, rows: members }) => {
    const { address, organisation, rung, lane, round, topic } = grouping;
    const recipient = describe(world, context.instance.languages[0], {
      address,
      organisation,
      rung,
    });
    const all = orderRows(
      members.map(({ row, type }) => toNotificationRow(row, type, evidence.get(row) ?? null)),
    );
    const threadMessageId =
      topic.kind === "case" ? (threads.get(threadKey(address, topic.name)) ?? null) : null;
    const parts = context.composer.split(recipient, all);
    const causes = new Set(members.flatMap(({ row }) => becauseOf.get(row) ?? []));
    const drafts: Draft[] = [];
    for (const [i, part] of parts.entries()) {
      drafts.push({
        notification: {
          threadMessageId,
          recipient,
          role: roleOf(part),
          lane,
          topic,
          round,
          part: i + 1,
          parts: parts.length,
          composedAt: context.clock(),
          rows: part,
        },
        follows: drafts[0] ?? null,
        becauseOf: i === 0 ? [...causes] : [],
      });
    }
    return drafts;
  });
}

function typeOf({ catalogue }: OutgoingContext, row: DueRow): FindingType {
  return must(catalogue.findType(row.type), `finding type ${row.type} left the catalogue`);
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
  world: World,
  usual: Language,
  to: Pick<Recipient, "address" | "organisation" | "rung">,
): Recipient {
  const organisation = world.organisations.find(({ id }) => id === to.organisation);
  const contact = organisation?.contacts.find(({ email }) => email === to.address);
  return { ...to, name: organisation?.name ?? null, language: contact?.language ?? usual };
}

/** The reports' own columns, of the rows whose recipients may see some of them. */
async function evidenceOf(
  { log }: OutgoingContext,
  { readEvidence }: OutgoingStages,
  rows: readonly DueRow[],
): Promise<Map<DueRow, ReadonlyMap<string, string> | null>> {
  const shown = rows.filter((row) => row.tier > 0 && row.quotable);
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

/** Gives each draft its identity, which never changes, and its bytes. */
async function render(
  context: OutgoingContext,
  drafts: readonly Draft[],
): Promise<ReadyNotification[]> {
  const { composer, masterKey, instance } = context;
  const key = contentKeyOf(masterKey);
  const numbers = await drawNumbers(context, drafts.length);
  const senderDomain = instance.sender.address.slice(instance.sender.address.lastIndexOf("@") + 1);
  const messageIds = new Map<Draft, string>();
  const ready: ReadyNotification[] = [];
  for (const [i, draft] of drafts.entries()) {
    const id = newUuid(draft.notification.composedAt.getTime()) as NotificationId;
    const messageId = `<${id}@${senderDomain}>`;
    messageIds.set(draft, messageId);
    const first =
      draft.follows === null ? null : must(messageIds.get(draft.follows), "first parts come first");
    const notification: Notification = {
      ...draft.notification,
      id,
      number: must(numbers[i], "each draft has a number"),
      messageId,
      threadMessageId: draft.notification.threadMessageId ?? first,
    };
    const { subject, bytes, templateVersion } = await composer.compose(notification);
    ready.push({
      notification,
      subject,
      templateVersion,
      sha256: createHash("sha256").update(bytes).digest(),
      content: sealBytes(key, id, bytes),
      deliveryId: newUuid(draft.notification.composedAt.getTime()) as DeliveryId,
      becauseOf: draft.becauseOf,
    });
  }
  return ready;
}

/** So many numbers that nobody has yet. */
async function drawNumbers(
  { sql, random, instance }: OutgoingContext,
  count: number,
): Promise<PublicNumber[]> {
  const numbers = new Set<PublicNumber>();
  while (numbers.size < count) {
    const drawn = Array.from({ length: count - numbers.size }, () =>
      makePublicNumber(instance.numberPrefix, random(8)),
    );
    const taken = await findTakenNumbers(sql, drawn);
    for (const number of drawn) if (!taken.has(number)) numbers.add(number);
  }
  return [...numbers];
}
