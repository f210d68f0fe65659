import { makeFolderChannel } from "../src/channels/folder/folder-channel.ts";
import { pullChannel } from "../src/channels/pull/pull-channel.ts";
import { makeWebhookChannel } from "../src/channels/webhook/webhook-channel.ts";
import type { MachineChannels } from "../src/domain/endpoint/destination.ts";
import { dataFolder } from "./open-context.ts";

/** Ways to programs where everybody is told by mail. */
export const noMachines: MachineChannels = {
  webhook: makeWebhookChannel({
    post: async () => ({ kind: "failed", reason: "unreachable", detail: "not measured" }),
    clock: () => new Date(),
  }),
  pull: pullChannel,
  folder: makeFolderChannel(dataFolder),
};
