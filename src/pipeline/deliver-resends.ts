import { nextMachineAttemptAt } from "../domain/endpoint/machine-patience.ts";
import type { DeliveryId } from "../domain/ids.ts";
import { eachOf } from "../platform/each-of.ts";
import { findEndpoint } from "../store/endpoints.ts";
import { openMachineForm } from "../store/machine-forms.ts";
import { endResend, type LeasedResend, leaseResends, type ResendEnd } from "../store/resends.ts";
import type { OutgoingContext } from "./material/outgoing.ts";
import { sendToEndpoint } from "./material/send-to-endpoint.ts";

/** Longer than any program takes over so many. */
const leaseMs = 15 * 60_000;
const ofEach = 10;
/** Endpoints that are spoken to at once. */
const atOnce = 20;
/** For so long, and what was begun by then is done: all else that goes out waits for it. */
const usualTimeMs = 30_000;
/** An endpoint that did not take something is left alone for so long. */
const restMs = 5 * 60_000;

/**
 * Sends once more what organisations asked to have sent again, until nothing is due or its time is over; answers how much
 * was taken. Each endpoint gets its own in order, and one that takes none holds up no other. It changes nothing about
 * deliveries: they are settled already. Any number of processes may do this at once.
 */
export async function deliverResends(
  context: OutgoingContext,
  timeMs = usualTimeMs,
): Promise<number> {
  const { sql, clock } = context;
  const end = performance.now() + timeMs;
  let accepted = 0;
  do {
    const now = clock();
    const until = new Date(now.getTime() + leaseMs);
    const leased = await leaseResends(sql, { now, until, ofEach });
    if (leased.length === 0) return accepted;
    const groups = [...Map.groupBy(leased, ({ endpoint }) => endpoint).values()];
    await eachOf(groups, atOnce, async (group) => {
      accepted += await sendInOrder(context, group);
    });
  } while (performance.now() < end);
  return accepted;
}

/** To one endpoint; what stands behind one that it did not take for now waits, too. */
async function sendInOrder(
  context: OutgoingContext,
  resends: readonly LeasedResend[],
): Promise<number> {
  const { sql, clock } = context;
  let accepted = 0;
  let rests = false;
  for (const resend of resends) {
    const again = new Date(clock().getTime() + restMs);
    const end: ResendEnd = rests ? { again } : await send(context, resend);
    if ("outcome" in end && end.outcome === "accepted") accepted += 1;
    if ("again" in end) rests = true;
    await endResend(sql, resend, clock(), end);
  }
  return accepted;
}

async function send(context: OutgoingContext, resend: LeasedResend): Promise<ResendEnd> {
  const { endpoint: id, notificationId, askedAt, attempts, content, number: name } = resend;
  const endpoint = await findEndpoint(context.sql, id);
  if (content === null || endpoint?.standing.state !== "active") return { outcome: "failed" };
  const bytes = openMachineForm(context.masterKey, notificationId, content);
  // It has no delivery of its own, and no channel but mail asks for one.
  const parcel = {
    notificationId,
    deliveryId: notificationId as string as DeliveryId,
    name,
    bytes,
  };
  const { outcome, notBefore } = await sendToEndpoint(
    context,
    endpoint,
    parcel,
    async () => undefined,
  );
  if (outcome === "accepted") return { outcome };
  if (outcome !== "retry") return { outcome: "failed" };
  const jitter = (context.random(1)[0] ?? 0) / 255;
  const when = { now: context.clock(), notBefore, jitter };
  const again = nextMachineAttemptAt("week", askedAt, attempts, when);
  return again === null ? { outcome: "failed" } : { again };
}
