import type { DisableReason } from "../../domain/endpoint/endpoint.ts";
import { failingMs, nextMachineAttemptAt } from "../../domain/endpoint/machine-patience.ts";
import type { EndpointId } from "../../domain/ids.ts";
import { noticesTo } from "../../domain/notice/notices-to.ts";
import type { ChannelAnswer } from "../../domain/notification/channel.ts";
import type { Organisation } from "../../domain/world/world.ts";
import type { Sql } from "../../platform/database.ts";
import { type LeasedDelivery, requeueDelivery } from "../../store/deliveries.ts";
import { markAccepted } from "../../store/delivery-outcomes.ts";
import { fallBackToMail, lockWaitingAt, postponeAt } from "../../store/delivery-ways.ts";
import { disableEndpoint, noteEndpointHealth } from "../../store/endpoints.ts";
import { queueNotices } from "../../store/notices.ts";
import type { OutgoingContext, OutgoingStages } from "./outgoing.ts";

/** After an endpoint was not there, all that waits for it waits so long at least. */
const restMs = 5 * 60_000;

/** What an answer of a program means for the delivery and its endpoint. */
export type MachineConsequence =
  | { readonly kind: "accepted" }
  | { readonly kind: "again"; readonly at: Date }
  /** It is mailed to the same recipient; `ends`: the endpoint takes nothing any more. */
  | { readonly kind: "to-mail"; readonly ends: boolean };

/** What an outcome means. Whatever a program does not take in its time is mailed, so nothing is lost by an endpoint. */
export function toMachineConsequence(
  { clock, random }: OutgoingContext,
  { lane, queuedAt, attempts }: LeasedDelivery,
  { outcome, notBefore }: ChannelAnswer,
): MachineConsequence {
  if (outcome === "accepted") return { kind: "accepted" };
  if (outcome === "address-dead") return { kind: "to-mail", ends: true };
  if (outcome === "refused" || outcome === "content") return { kind: "to-mail", ends: false };
  const jitter = (random(1)[0] ?? 0) / 255;
  const when = { now: clock(), notBefore, jitter };
  const at = nextMachineAttemptAt(lane, queuedAt, attempts + 1, when);
  return at === null ? { kind: "to-mail", ends: false } : { kind: "again", at };
}

type Settling = {
  readonly context: OutgoingContext;
  readonly stages: OutgoingStages;
  readonly delivery: LeasedDelivery & { readonly endpoint: EndpointId };
  readonly consequence: MachineConsequence;
  /** What was wrong; null when nothing was. */
  readonly failure: string | null;
};

/** Draws the consequence, in the transaction that records the outcome. */
export async function settleMachine(sql: Sql, settling: Settling): Promise<void> {
  const { context, delivery, consequence, failure } = settling;
  const now = context.clock();
  const { id, endpoint } = delivery;
  if (consequence.kind === "accepted") {
    await noteEndpointHealth(sql, endpoint, now, null);
    await markAccepted(sql, [id], now);
    return;
  }
  // That it was not fetched says nothing about an endpoint that is never called.
  const { failingSince, counts } =
    delivery.channel === "pull"
      ? { failingSince: null, counts: true }
      : await noteEndpointHealth(sql, endpoint, now, failure);
  if (consequence.kind === "again" && counts) {
    await requeueDelivery(sql, id, consequence.at);
    await postponeAt(sql, endpoint, new Date(now.getTime() + restMs));
  } else {
    await fallBackToMail(sql, [id], now);
  }
  const isFailing = failingSince !== null && now.getTime() - failingSince.getTime() >= failingMs;
  if (consequence.kind === "to-mail" && consequence.ends) await end(sql, settling, "gone");
  else if (isFailing) await end(sql, settling, "failing");
}

/** Disables an endpoint, mails what waits for it, and tells its organisation. */
async function end(
  sql: Sql,
  { context, stages, delivery }: Settling,
  because: DisableReason,
): Promise<void> {
  const now = context.clock();
  if (!(await disableEndpoint(sql, delivery.endpoint, now, because))) return;
  await fallBackToMail(sql, await lockWaitingAt(sql, delivery.endpoint), now);
  context.log.warn({ endpoint: delivery.endpoint, because }, "an endpoint was disabled");
  const { world } = await stages.basisOfRun();
  const organisation = world.organisations.find(({ id }) => id === delivery.organisation);
  if (organisation === undefined) return;
  await queueNotices(sql, toNotices(context, organisation, delivery.endpoint, because), {
    at: now,
    domain: context.instance.sender.returnPathDomain,
  });
}

function toNotices(
  { instance }: OutgoingContext,
  organisation: Organisation,
  endpoint: EndpointId,
  because: DisableReason,
) {
  const data = { organisation: organisation.name, endpoint, because };
  const notice = {
    kind: "endpoint-disabled",
    once: `endpoint-disabled ${endpoint}`,
    data,
  } as const;
  return noticesTo(organisation, notice, instance.languages[0]);
}
