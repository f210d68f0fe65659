import type { Endpoint } from "../../domain/endpoint/endpoint.ts";
import type { DeliveryId, NotificationId } from "../../domain/ids.ts";
import type { ChannelAnswer } from "../../domain/notification/channel.ts";
import { listEndpointSecrets } from "../../store/endpoint-secrets.ts";
import type { OutgoingContext } from "./outgoing.ts";

/** What goes to an endpoint; `name` is what a file of it is called. */
export type MachineParcel = {
  readonly deliveryId: DeliveryId;
  readonly notificationId: NotificationId;
  readonly name: string;
  readonly bytes: Uint8Array;
};

/** Sends something to an endpoint, whatever its standing. */
export async function sendToEndpoint(
  context: Pick<OutgoingContext, "sql" | "clock" | "masterKey" | "machines">,
  { id, organisation, way }: Endpoint,
  { name, ...parcel }: MachineParcel,
  beforeContent: () => Promise<void>,
): Promise<ChannelAnswer> {
  const { sql, clock, masterKey, machines } = context;
  switch (way.kind) {
    case "webhook": {
      const secrets = await listEndpointSecrets(sql, masterKey, id, clock());
      return machines.webhook.send({ ...parcel, to: { url: way.url, secrets } }, beforeContent);
    }
    case "folder": {
      const to = { organisation, name, format: way.format };
      return machines.folder.send({ ...parcel, to }, beforeContent);
    }
    case "pull":
      return machines.pull.send({ ...parcel, to: null }, beforeContent);
  }
}
