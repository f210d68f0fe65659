import type { MachineChannels } from "../../domain/endpoint/destination.ts";

/**
 * What waits to be fetched by its organisation. Fetching and acknowledging are that organisation's acts; when a worker comes to
 * such a delivery, its time is over.
 */
export const pullChannel: MachineChannels["pull"] = {
  name: "pull",
  concurrency: 20,
  send: async () => ({
    outcome: "refused",
    code: null,
    enhanced: null,
    text: null,
    fault: "not acknowledged in its time",
    notBefore: null,
    absent: false,
  }),
  settleDoubts: async (messageIds) => new Map(messageIds.map((id) => [id, "repeatable"])),
};
