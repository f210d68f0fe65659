import type { Channel, ChannelName } from "../../domain/notification/channel.ts";
import { toMailChannel } from "../../domain/notification/mail-channel.ts";
import type { OutgoingContext } from "./outgoing.ts";

/** The channel of this name, as far as all are the same whatever their destinations. */
export function channelOf(
  { transport, machines }: OutgoingContext,
  name: ChannelName,
): Pick<Channel<never>, "settleDoubts"> {
  return name === "mail" ? toMailChannel(transport) : machines[name];
}
