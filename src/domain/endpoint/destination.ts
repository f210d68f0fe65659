import type { OrganisationId } from "../ids.ts";
import type { Channel } from "../notification/channel.ts";
import type { MachineFormat } from "./endpoint.ts";
import type { WebhookSecret } from "./webhook-secret.ts";

/** Where a webhook is, and all that its messages are signed with now: two while secrets change. */
export type WebhookDestination = {
  readonly url: string;
  readonly secrets: readonly WebhookSecret[];
};

/** Which file of whose folder; the name without ending. */
export type FolderDestination = {
  readonly organisation: OrganisationId;
  readonly name: string;
  readonly format: MachineFormat;
};

/** The channels beside mail. What is pulled has no place to go to: it waits to be fetched. */
export type MachineChannels = {
  readonly webhook: Channel<WebhookDestination>;
  readonly pull: Channel<null>;
  readonly folder: Channel<FolderDestination>;
};
