import type { Endpoint } from "../domain/endpoint/endpoint.ts";
import type { DeliveryId, NotificationId } from "../domain/ids.ts";
import type { ChannelAnswer } from "../domain/notification/channel.ts";
import { newUuid } from "../platform/uuid.ts";
import type { OutgoingContext } from "./material/outgoing.ts";
import { sendToEndpoint } from "./material/send-to-endpoint.ts";
import { toReason } from "./material/settle-attempt.ts";

export type TryEndpointContext = Pick<
  OutgoingContext,
  "sql" | "clock" | "masterKey" | "machines" | "random"
>;

/** What trying an endpoint showed; `waits`: its own program has to fetch and acknowledge first. */
export type EndpointTrial =
  | { readonly kind: "passed" }
  | { readonly kind: "waits" }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Sends an endpoint something without content. A webhook has to refuse a message with a wrong signature first: one that takes
 * everything is somebody else's, or checks nothing, and would take what anybody sends it.
 */
export async function runTryEndpoint(
  context: TryEndpointContext,
  endpoint: Endpoint,
): Promise<EndpointTrial> {
  if (endpoint.way.kind === "pull") return { kind: "waits" };
  const parcel = toTestParcel(context, endpoint);
  if (endpoint.way.kind === "webhook") {
    const wrong = { shared: context.random(32), seed: context.random(32) };
    const to = { url: endpoint.way.url, secrets: [wrong] };
    const answer = await context.machines.webhook.send({ ...parcel, to }, nothing);
    if (answer.outcome === "accepted") return { kind: "failed", reason: takesAll };
    if (answer.absent) return failed(answer);
  }
  const answer = await sendToEndpoint(context, endpoint, parcel, nothing);
  return answer.outcome === "accepted" ? { kind: "passed" } : failed(answer);
}

const takesAll =
  "it took a message with a wrong signature: it has to check signatures and answer those with 401";

function failed(answer: ChannelAnswer): EndpointTrial {
  return { kind: "failed", reason: toReason(answer) };
}

async function nothing(): Promise<void> {}

function toTestParcel({ clock }: TryEndpointContext, { id, organisation }: Endpoint) {
  const sentAt = clock();
  const fresh = newUuid(sentAt.getTime());
  const document = {
    type: "test",
    timestamp: sentAt.toISOString(),
    data: { endpoint: id, organisation },
  };
  return {
    notificationId: fresh as NotificationId,
    deliveryId: fresh as DeliveryId,
    name: "test",
    bytes: Buffer.from(`${JSON.stringify(document)}\n`),
  };
}
