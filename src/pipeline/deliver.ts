import type { DeliveryId } from "../domain/ids.ts";
import type { ChannelAnswer, ChannelName } from "../domain/notification/channel.ts";
import { toMailChannel } from "../domain/notification/mail-channel.ts";
import type { ReplyClass } from "../domain/notification/reply-class.ts";
import { transaction } from "../platform/database.ts";
import { openSealedBytes } from "../platform/sealed-bytes.ts";
import { newUuid } from "../platform/uuid.ts";
import {
  beginAttempt,
  endAttempt,
  type LeasedDelivery,
  leaseDeliveries,
  reclaimLapsed,
  requeueDelivery,
  takeUnknown,
} from "../store/deliveries.ts";
import { markAccepted } from "../store/delivery-outcomes.ts";
import { contentKeyOf, type OutgoingContext, type OutgoingStages } from "./material/outgoing.ts";
import { settleAttempt, toConsequence } from "./material/settle-attempt.ts";

/** How many deliveries came to what. */
export type Delivered = Record<ReplyClass | "taken-back", number>;

const minuteMs = 60_000;
/** Longer than any server takes over a message, and renewed when its content goes out. */
const leaseMs = 15 * minuteMs;
/** When to ask again about what may have arrived. */
const askAgainMs = 60 * minuteMs;
/** Attempts in a row that found no server, after which a run gives up: the rest would only wait longer for nothing. */
const mostUnreachable = 10;

/** A lease that is not ours any more: nothing was sent. */
class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/**
 * Sends what is due until nothing is, or until the instant `until` is over. Any number of processes may do this at
 * once; no transaction is open while a server is spoken to.
 *
 * Each step is kept before the next: whatever dies in between is met by the next run, which sends again only what
 * cannot have arrived.
 */
export async function deliverDue(
  context: OutgoingContext,
  stages: OutgoingStages,
  options: { readonly until?: Date } = {},
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
  };
  const worker = newUuid();
  const delivering = { context, stages, worker, unreachable: 0 };
  for (;;) {
    await settleDoubt(context);
    if (options.until !== undefined && clock() >= options.until) return counts;
    const leased = await leaseDeliveries(sql, {
      worker,
      now: clock(),
      until: new Date(clock().getTime() + leaseMs),
      limit: transport.concurrency * 4,
    });
    if (leased.length === 0) return counts;
    onStep?.("leased");
    await eachOf(leased, transport.concurrency, async (delivery) => {
      counts[await deliver(delivering, delivery)] += 1;
    });
    if (delivering.unreachable >= mostUnreachable) {
      context.log.error(
        { attempts: delivering.unreachable },
        "the mail server cannot be reached; what is queued waits",
      );
      return counts;
    }
  }
}

/** Finds out about deliveries whose worker died, or whose connection broke, as far as anybody can tell. */
async function settleDoubt(context: OutgoingContext): Promise<void> {
  const { sql, clock, log } = context;
  const now = clock();
  await reclaimLapsed(sql, now);
  for (const { id, messageId, channel } of await takeUnknown(
    sql,
    now,
    new Date(now.getTime() + askAgainMs),
  )) {
    const doubt = await channelOf(context, channel).settleDoubt(messageId);
    if (doubt === "nobody-knows") {
      log.warn(
        { delivery: id, messageId },
        "nobody knows whether this mail arrived; a person has to settle it",
      );
      continue;
    }
    await transaction(sql, async (sql) => {
      await endAttempt(sql, { ...emptyRecord(id, now), outcome: doubtOutcomes[doubt] });
      if (doubt === "arrived") await markAccepted(sql, id, now);
      else await requeueDelivery(sql, id, now);
    });
  }
}

const doubtOutcomes = {
  arrived: "accepted",
  "not-arrived": "never-sent",
  repeatable: "retry",
} as const;

/** Only mail yet. */
function channelOf({ transport }: OutgoingContext, _name: ChannelName) {
  return toMailChannel(transport);
}

function send(
  context: OutgoingContext,
  { id: deliveryId, notificationId, channel, address: to, content }: LeasedDelivery,
  beforeContent: () => Promise<void>,
): Promise<ChannelAnswer> {
  const bytes = openSealedBytes(contentKeyOf(context.masterKey), notificationId, content);
  const parcel = { deliveryId, notificationId, to, bytes };
  return channelOf(context, channel).send(parcel, beforeContent);
}

type Delivering = {
  readonly context: OutgoingContext;
  readonly stages: OutgoingStages;
  readonly worker: string;
  /** Attempts since the mail server was last heard of. */
  unreachable: number;
};

async function deliver(
  delivering: Delivering,
  delivery: LeasedDelivery,
): Promise<ReplyClass | "taken-back"> {
  const { context, stages, worker } = delivering;
  const { sql, clock, onStep } = context;
  const startedAt = clock();
  let answer: ChannelAnswer;
  try {
    answer = await send(context, delivery, async () => {
      const until = new Date(clock().getTime() + leaseMs);
      const attempt = await beginAttempt(sql, delivery.id, worker, clock(), until);
      if (attempt === null) throw new LeaseLost();
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
  const consequence = await toConsequence(context, stages, delivery, answer);
  await transaction(
    sql,
    async (sql) => {
      await endAttempt(sql, toRecord(delivery, startedAt, clock(), answer));
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

/** Works on so many at once; one that fails ends the work when those under way are done. */
async function eachOf<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failure: { readonly error: unknown } | null = null;
  const run = async (): Promise<void> => {
    while (next < items.length && failure === null) {
      const item = items[next++] as T;
      try {
        await work(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, run));
  if (failure !== null) throw (failure as { readonly error: unknown }).error;
}
