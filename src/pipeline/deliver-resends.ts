import { nextMachineAttemptAt } from "../domain/endpoint/machine-patience.ts";
import type { DeliveryId } from "../domain/ids.ts";
import { findEndpoint } from "../store/endpoints.ts";
import { openMachineForm } from "../store/machine-forms.ts";
import { endResend, type LeasedResend, leaseResends, type ResendEnd } from "../store/resends.ts";
import type { OutgoingContext } from "./material/outgoing.ts";
import { sendToEndpoint } from "./material/send-to-endpoint.ts";

/** Longer than any program takes. */
const leaseMs = 5 * 60_000;
const atOnce = 20;

/**
 * Sends once more what organisations asked to have sent again, until nothing is due; answers how much was taken. It changes
 * nothing about deliveries: they are settled already. Any number of processes may do this at once.
 */
export async function deliverResends(context: OutgoingContext): Promise<number> {
  const { sql, clock } = context;
  let accepted = 0;
  for (;;) {
    const now = clock();
    const until = new Date(now.getTime() + leaseMs);
    const leased = await leaseResends(sql, { now, until, limit: atOnce });
    if (leased.length === 0) return accepted;
    for (const resend of leased) {
      const end = await send(context, resend);
      if ("outcome" in end && end.outcome === "accepted") accepted += 1;
      await endResend(sql, resend, clock(), end);
    }
  }
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
