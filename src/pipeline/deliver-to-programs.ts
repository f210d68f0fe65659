import type { EndpointId } from "../domain/ids.ts";
import type { ChannelAnswer } from "../domain/notification/channel.ts";
import { transaction } from "../platform/database.ts";
import { eachOf } from "../platform/each-of.ts";
import { newUuid } from "../platform/uuid.ts";
import {
  beginAttempts,
  endAttempts,
  type LeasedDelivery,
  leaseDeliveries,
} from "../store/deliveries.ts";
import { findEndpoint } from "../store/endpoints.ts";
import { openMachineForm } from "../store/machine-forms.ts";
import type { OutgoingContext, OutgoingStages } from "./material/outgoing.ts";
import { sendToEndpoint } from "./material/send-to-endpoint.ts";
import { toReason } from "./material/settle-attempt.ts";
import { settleMachine, toMachineConsequence } from "./material/settle-machine.ts";

/** How many deliveries came to what; `to-mail`: the program did not take them, and they are mailed instead. */
export type DeliveredToPrograms = Record<"taken" | "again" | "to-mail" | "taken-back", number>;

/** Longer than any program takes over a message. */
const leaseMs = 15 * 60_000;
/** Programs that are spoken to at once. */
const atOnce = 20;

/** For so long, and what was begun by then is done: what has become due by mail meanwhile waits for it. */
const mostTimeMs = 30_000;

/** A lease that is not ours any more: nothing was sent. */
class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/**
 * Brings what is due to programs of organisations, whenever `more` answers that there may be something, until it answers
 * that no more comes, or until its time is over. As with mail: any number of processes may do this at once, no transaction
 * is open while a program is spoken to, and an attempt is written down before its content goes out. Unlike mail nothing
 * stays in doubt: who is sent something once more knows it by its id.
 */
export async function deliverToPrograms(
  context: OutgoingContext,
  stages: OutgoingStages,
  more: () => Promise<boolean>,
): Promise<DeliveredToPrograms> {
  const { sql, clock, onStep } = context;
  const counts: DeliveredToPrograms = { taken: 0, again: 0, "to-mail": 0, "taken-back": 0 };
  const worker = newUuid();
  let isMore = await more();
  const end = performance.now() + mostTimeMs;
  while (isMore) {
    const now = clock();
    const until = new Date(now.getTime() + leaseMs);
    const leased = await leaseDeliveries(sql, {
      worker,
      now,
      until,
      limit: atOnce,
      by: "machines",
    });
    if (leased.length === 0) {
      isMore = await more();
      continue;
    }
    onStep?.("leased");
    await eachOf(leased, atOnce, async (delivery) => {
      const { endpoint } = delivery;
      if (endpoint === null) return;
      counts[await deliver(context, stages, worker, { ...delivery, endpoint })] += 1;
    });
    if (performance.now() >= end) break;
  }
  return counts;
}

type ToEndpoint = LeasedDelivery & { readonly endpoint: EndpointId };

async function deliver(
  context: OutgoingContext,
  stages: OutgoingStages,
  worker: string,
  delivery: ToEndpoint,
): Promise<keyof DeliveredToPrograms> {
  const { sql, clock, onStep } = context;
  const startedAt = clock();
  let answer: ChannelAnswer;
  try {
    answer = await send(context, delivery, async () => {
      const now = clock();
      const until = new Date(now.getTime() + leaseMs);
      const begun = await beginAttempts(sql, [delivery.id], worker, now, until);
      if (!begun.has(delivery.id)) throw new LeaseLost();
      onStep?.("attempt-written");
    });
  } catch (error) {
    if (error instanceof LeaseLost) return "taken-back";
    throw error;
  }
  onStep?.("content-sent");
  const consequence = toMachineConsequence(context, delivery, answer);
  const failure = consequence.kind === "accepted" ? null : toReason(answer);
  await transaction(
    sql,
    async (sql) => {
      await endAttempts(sql, [toRecord(delivery, startedAt, clock(), answer)]);
      await settleMachine(sql, { context, stages, delivery, consequence, failure });
    },
    { attempts: 5 },
  );
  onStep?.("outcome-kept");
  return consequence.kind === "accepted" ? "taken" : consequence.kind;
}

/** To its endpoint as that is now. */
async function send(
  context: OutgoingContext,
  { id: deliveryId, notificationId, number: name, content, endpoint: id }: ToEndpoint,
  beforeContent: () => Promise<void>,
): Promise<ChannelAnswer> {
  const endpoint = await findEndpoint(context.sql, id);
  if (endpoint?.standing.state !== "active") return closed;
  const bytes = openMachineForm(context.masterKey, notificationId, content);
  const parcel = { deliveryId, notificationId, name, bytes };
  return sendToEndpoint(context, endpoint, parcel, beforeContent);
}

const closed: ChannelAnswer = {
  outcome: "refused",
  code: null,
  enhanced: null,
  text: null,
  fault: "the endpoint does not count any more",
  notBefore: null,
  absent: false,
};

function toRecord(
  { id: deliveryId }: ToEndpoint,
  startedAt: Date,
  endedAt: Date,
  { outcome, code, enhanced, text, fault }: ChannelAnswer,
) {
  const said = { replyCode: code, enhancedCode: enhanced, replyText: text, libraryCode: fault };
  return { deliveryId, startedAt, endedAt, outcome, ...said };
}
