import type { DeliveryId } from "../domain/ids.ts";
import { parkedMs } from "../domain/notification/asks-for-less.ts";
import type { ChannelAnswer, Doubt } from "../domain/notification/channel.ts";
import { toMailChannel } from "../domain/notification/mail-channel.ts";
import { mailHostOf } from "../domain/notification/mail-host.ts";
import type { ReplyClass } from "../domain/notification/reply-class.ts";
import { transaction } from "../platform/database.ts";
import { eachOf } from "../platform/each-of.ts";
import { gather } from "../platform/gather.ts";
import { openSealedBytes } from "../platform/sealed-bytes.ts";
import { newUuid } from "../platform/uuid.ts";
import {
  type AttemptRecord,
  beginAttempts,
  endAttempts,
  type LeasedDelivery,
  leaseDeliveries,
  reclaimLapsed,
  requeueDelivery,
  takeUnknown,
  type UnknownDelivery,
} from "../store/deliveries.ts";
import { markAccepted } from "../store/delivery-outcomes.ts";
import { releaseHosts } from "../store/slowed-hosts.ts";
import { channelOf } from "./material/channel-of.ts";
import { contentKeyOf, type OutgoingContext, type OutgoingStages } from "./material/outgoing.ts";
import { settleAttempt, toConsequence } from "./material/settle-attempt.ts";

/** How many deliveries came to what. */
export type Delivered = Record<DeliveryEnd, number>;

/** What an attempt came to, or that there was none: taken back, or parked until its mail host takes mail again. */
type DeliveryEnd = ReplyClass | "taken-back" | "parked";

const minuteMs = 60_000;
/** Until its content goes out: who loses a lease before that only finds out that somebody else has it. */
const leaseMs = 2 * minuteMs;
/** From then on: longer than any server takes over a message. */
const contentLeaseMs = 15 * minuteMs;
/** When to ask again about what may have arrived. */
const askAgainMs = 60 * minuteMs;
/** Deliveries leased at once for each that may be on its way: enough that nobody waits for the next lease. */
const leasedForEach = 20;
/** Attempts in a row that found no server, after which a run gives up: the rest would only wait longer for nothing. */
const mostUnreachable = 10;

/** A lease that is not ours any more: nothing was sent. */
class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/**
 * Mails what is due whenever `more` answers that there may be something, until it answers that no more comes. Any number
 * of processes may do this at once; no transaction is open while a server is spoken to.
 *
 * Each step is kept before the next: whatever dies in between is met by the next run, which sends again only what
 * cannot have arrived.
 */
export async function deliverDue(
  context: OutgoingContext,
  stages: OutgoingStages,
  more: () => Promise<boolean>,
): Promise<Delivered> {
  const { sql, clock, transport, onStep } = context;
  const counts: Delivered = {
    accepted: 0,
    retry: 0,
    "address-dead": 0,
    refused: 0,
    content: 0,
    authentication: 0,
    unknown: 0,
    "taken-back": 0,
    parked: 0,
  };
  const worker = newUuid();
  const delivering = startDelivering(context, stages, worker);
  let isMore = await more();
  while (isMore) {
    await settleDoubt(context);
    const leased = await leaseDeliveries(sql, {
      worker,
      now: clock(),
      until: new Date(clock().getTime() + leaseMs),
      limit: transport.concurrency * leasedForEach,
      by: "mail",
    });
    if (leased.length === 0) {
      isMore = await more();
      continue;
    }
    onStep?.("leased");
    try {
      await eachOf(leased, transport.concurrency, async (delivery) => {
        counts[await deliver(delivering, delivery)] += 1;
      });
    } finally {
      await delivering.kept();
    }
    if (delivering.unreachable >= mostUnreachable) {
      context.log.error(
        { attempts: delivering.unreachable },
        "the mail server cannot be reached; what is queued waits",
      );
      return counts;
    }
  }
  return counts;
}

/** Finds out about deliveries whose worker died, or whose connection broke, as far as anybody can tell. */
async function settleDoubt(context: OutgoingContext): Promise<void> {
  const { sql, clock, log } = context;
  const now = clock();
  await reclaimLapsed(sql, now);
  const doubtful = await takeUnknown(sql, now, new Date(now.getTime() + askAgainMs));
  const doubts = await askChannels(context, doubtful);
  for (const { id, messageId } of doubtful) {
    const doubt = doubts.get(messageId) ?? "nobody-knows";
    if (doubt === "nobody-knows") {
      log.warn(
        { delivery: id, messageId },
        "nobody knows whether this mail arrived; a person has to settle it",
      );
      continue;
    }
    await transaction(sql, async (sql) => {
      await endAttempts(sql, [{ ...emptyRecord(id, now), outcome: doubtOutcomes[doubt] }]);
      if (doubt === "arrived") await markAccepted(sql, [id], now);
      else await requeueDelivery(sql, id, now);
    });
  }
}

/** What the channels know of parcels in doubt, by Message-ID. */
async function askChannels(
  context: OutgoingContext,
  doubtful: readonly UnknownDelivery[],
): Promise<Map<string, Doubt>> {
  const doubts = new Map<string, Doubt>();
  for (const name of new Set(doubtful.map(({ channel }) => channel))) {
    const messageIds = doubtful.flatMap((one) => (one.channel === name ? [one.messageId] : []));
    const answers = await channelOf(context, name).settleDoubts(messageIds);
    for (const [id, doubt] of answers) doubts.set(id, doubt);
  }
  return doubts;
}

const doubtOutcomes = {
  arrived: "accepted",
  "not-arrived": "never-sent",
  repeatable: "retry",
} as const;

function send(
  { masterKey, transport }: OutgoingContext,
  { id: deliveryId, notificationId, address: to, content }: LeasedDelivery,
  beforeContent: () => Promise<void>,
): Promise<ChannelAnswer> {
  const bytes = openSealedBytes(contentKeyOf(masterKey), notificationId, content);
  return toMailChannel(transport).send({ deliveryId, notificationId, to, bytes }, beforeContent);
}

/** An attempt that was accepted, and the mail host that it went to. */
type Accepted = { readonly record: AttemptRecord; readonly host: string };

type Delivering = {
  readonly context: OutgoingContext;
  readonly stages: OutgoingStages;
  /** Writes down that the content of a delivery goes out; answers whether it may. */
  readonly begin: (id: DeliveryId) => Promise<boolean>;
  /** Records that a delivery was accepted; nobody has to wait for it, as `kept` does. */
  readonly accept: (accepted: Accepted) => void;
  /** Waits until all that was accepted is recorded; throws when something could not be. */
  readonly kept: () => Promise<void>;
  /** Mail hosts that asked for less, and took nothing since. */
  readonly slowed: Set<string>;
  /** Attempts since the mail server was last heard of. */
  unreachable: number;
};

/** Deliveries are many and their steps small: what happens at the same time is written down together. */
function startDelivering(
  context: OutgoingContext,
  stages: OutgoingStages,
  worker: string,
): Delivering {
  const { sql, clock, onStep } = context;
  const begin = gather(async (ids: readonly DeliveryId[]) => {
    const until = new Date(clock().getTime() + contentLeaseMs);
    const begun = await transaction(sql, (sql) => beginAttempts(sql, ids, worker, clock(), until), {
      attempts: 5,
    });
    return ids.map((id) => begun.has(id));
  });
  const keep = gather(async (accepted: readonly Accepted[]) => {
    const records = accepted.map(({ record }) => record);
    await transaction(
      sql,
      async (sql) => {
        await endAttempts(sql, records);
        await markAccepted(
          sql,
          records.map(({ deliveryId }) => deliveryId),
          clock(),
        );
        await releaseHosts(
          sql,
          accepted.map(({ host }) => host),
          clock(),
        );
      },
      { attempts: 5 },
    );
    return records.map(() => undefined);
  });
  let keeping: Promise<void>[] = [];
  const accept = (accepted: Accepted): void => {
    const kept = keep(accepted).then(() => onStep?.("outcome-kept"));
    kept.catch(() => undefined);
    keeping.push(kept);
  };
  const kept = async (): Promise<void> => {
    const all = keeping;
    keeping = [];
    await Promise.all(all);
  };
  return { context, stages, begin, accept, kept, slowed: new Set(), unreachable: 0 };
}

async function deliver(delivering: Delivering, delivery: LeasedDelivery): Promise<DeliveryEnd> {
  const { context, stages } = delivering;
  const { sql, clock, onStep } = context;
  const startedAt = clock();
  const host = mailHostOf(delivery.address);
  if (delivery.channel === "mail" && delivering.slowed.has(host)) {
    await requeueDelivery(sql, delivery.id, new Date(startedAt.getTime() + parkedMs));
    return "parked";
  }
  let answer: ChannelAnswer;
  try {
    answer = await send(context, delivery, async () => {
      if (!(await delivering.begin(delivery.id))) throw new LeaseLost();
      onStep?.("attempt-written");
    });
  } catch (error) {
    if (error instanceof LeaseLost) return "taken-back";
    throw error;
  }
  onStep?.("content-sent");
  if (delivery.channel === "mail") {
    delivering.unreachable = answer.absent ? delivering.unreachable + 1 : 0;
  }
  const record = toRecord(delivery, startedAt, clock(), answer);
  const consequence = await toConsequence(context, stages, delivery, answer);
  if (consequence.kind === "slowed") delivering.slowed.add(host);
  if (consequence.kind === "accepted") {
    delivering.slowed.delete(host);
    delivering.accept({ record, host });
    return answer.outcome;
  }
  await transaction(
    sql,
    async (sql) => {
      await endAttempts(sql, [record]);
      await settleAttempt(context, stages, sql, delivery, consequence);
    },
    { attempts: 5 },
  );
  onStep?.("outcome-kept");
  return answer.outcome;
}

function toRecord(delivery: LeasedDelivery, startedAt: Date, endedAt: Date, answer: ChannelAnswer) {
  return {
    ...emptyRecord(delivery.id, endedAt),
    startedAt,
    outcome: answer.outcome,
    replyCode: answer.code,
    enhancedCode: answer.enhanced,
    replyText: answer.text,
    libraryCode: answer.fault,
  };
}

function emptyRecord(deliveryId: DeliveryId, at: Date) {
  return {
    deliveryId,
    startedAt: at,
    endedAt: at,
    replyCode: null,
    enhancedCode: null,
    replyText: null,
    libraryCode: null,
  };
}
