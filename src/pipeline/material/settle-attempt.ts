import type { DeliveryId } from "../../domain/ids.ts";
import { asksForLess } from "../../domain/notification/asks-for-less.ts";
import type { ChannelAnswer } from "../../domain/notification/channel.ts";
import { mailHostOf } from "../../domain/notification/mail-host.ts";
import { nextAttemptAt } from "../../domain/notification/retry-schedule.ts";
import type { Sql } from "../../platform/database.ts";
import { type AddressState, saveAddressEvents } from "../../store/address-states.ts";
import {
  type LeasedDelivery,
  markUnknown,
  requeueDelivery,
  stopLane,
} from "../../store/deliveries.ts";
import {
  listQueuedTo,
  markAccepted,
  markFailed,
  markUndeliverable,
  type SupersedeReason,
} from "../../store/delivery-outcomes.ts";
import { slowHost } from "../../store/slowed-hosts.ts";
import type { Basis } from "./basis.ts";
import { startDeciding } from "./deciding.ts";
import type { OutgoingContext, OutgoingStages } from "./outgoing.ts";
import { tellOfDeadAddress } from "./tell-of-dead-address.ts";

const minuteMs = 60_000;
/** When to look whether a stopped lane goes on. */
const stoppedMs = 5 * minuteMs;

/** What an outcome means for the delivery and its address. */
export type Consequence =
  | { readonly kind: "accepted" }
  | { readonly kind: "again"; readonly at: Date }
  /** The mail host asks for less: all that waits for it is parked. */
  | { readonly kind: "slowed"; readonly at: Date; readonly reason: string }
  | { readonly kind: "unknown"; readonly askAt: Date }
  | { readonly kind: "stopped"; readonly reason: string; readonly at: Date }
  | {
      readonly kind: "failed";
      readonly because: SupersedeReason;
      readonly state: AddressState | null;
      readonly reason: string;
      readonly basis: Basis;
    };

/** Works out what an outcome means; whatever has to be read for it is read here, before the transaction. */
export async function toConsequence(
  context: OutgoingContext,
  stages: OutgoingStages,
  delivery: LeasedDelivery,
  answer: ChannelAnswer,
): Promise<Consequence> {
  const { clock, log, random } = context;
  const reason = toReason(answer);
  const nowMs = clock().getTime();
  const { id, lane } = delivery;
  const failed = async (
    because: SupersedeReason,
    state: AddressState | null,
  ): Promise<Consequence> => {
    return { kind: "failed", because, state, reason, basis: await stages.basisOfRun() };
  };
  switch (answer.outcome) {
    case "accepted":
      return { kind: "accepted" };
    case "retry": {
      const jitter = (random(1)[0] ?? 0) / 255;
      const at = nextAttemptAt(delivery.queuedAt, delivery.attempts + 1, clock(), jitter);
      if (at === null) return failed("retries-exhausted", "soft");
      return delivery.channel === "mail" && asksForLess(answer)
        ? { kind: "slowed", at, reason }
        : { kind: "again", at };
    }
    case "address-dead":
      return failed("address-dead", "dead");
    case "refused":
      return failed("refused", "soft");
    case "content":
      log.error(
        { delivery: id, reason },
        "a mail was refused for what it says, or for who we are to that server",
      );
      return failed("refused", null);
    case "authentication":
      log.fatal(
        { delivery: id, lane, reason },
        "our mail is not trusted: the lane is stopped until a person lifts it",
      );
      return { kind: "stopped", reason, at: new Date(nowMs + stoppedMs) };
    case "unknown":
      return { kind: "unknown", askAt: new Date(nowMs + minuteMs) };
  }
}

/** What was said, or why nothing was, in a line. */
export function toReason({ code, enhanced, text, fault }: ChannelAnswer): string {
  return code === null ? (fault ?? "no reply") : `${code} ${enhanced ?? ""} ${text}`.slice(0, 300);
}

/** Draws the consequence, in the transaction that records the outcome. */
export async function settleAttempt(
  context: OutgoingContext,
  stages: OutgoingStages,
  sql: Sql,
  { id, address, lane }: LeasedDelivery,
  consequence: Consequence,
): Promise<void> {
  const now = context.clock();
  switch (consequence.kind) {
    case "accepted":
      return markAccepted(sql, [id], now);
    case "again":
      return requeueDelivery(sql, id, consequence.at);
    case "slowed":
      await requeueDelivery(sql, id, consequence.at);
      return slowHost(sql, mailHostOf(address), now, consequence.reason);
    case "unknown":
      return markUnknown(sql, id, consequence.askAt);
    case "stopped":
      await stopLane(sql, lane, now, consequence.reason);
      return requeueDelivery(sql, id, consequence.at);
    case "failed": {
      const { because, state, reason, basis } = consequence;
      if (state !== null) {
        await saveAddressEvents(sql, [{ address, state, since: now, reason, deliveryId: id }]);
      }
      if (state === "dead") {
        await tellOfDeadAddress(
          sql,
          { instance: context.instance, world: basis.world, at: now },
          address,
        );
      }
      // Whatever else waits for a dead address would only find out the same.
      const others = state === "dead" ? await listQueuedTo(sql, address) : [];
      return askNextRung(context, stages, sql, [id, ...others], because, basis);
    }
  }
}

/**
 * Records failures and decides again, with the rung among those tried, all in one transaction: afterwards the next
 * rung's recipient is due, or nobody is left and that is on record.
 */
async function askNextRung(
  context: OutgoingContext,
  stages: OutgoingStages,
  sql: Sql,
  failed: readonly DeliveryId[],
  because: SupersedeReason,
  basis: Basis,
): Promise<void> {
  const now = context.clock();
  const findings = await markFailed(sql, failed, because, now);
  if (findings.length === 0) return;
  // The world of the run will do: the rung is tried, and what is due is checked against the latest before it is sent.
  await stages.decideAgain(sql, startDeciding(basis, now), findings);
  await markUndeliverable(sql, findings);
}
