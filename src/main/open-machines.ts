import { join } from "node:path";
import type { OutgoingContext } from "../cli/installation.ts";
import { systemClock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";

/** Ways to programs of organisations: webhooks through the guard, what is fetched, folders below one of ours. */
export async function openMachines(
  config: Config,
): Promise<Pick<OutgoingContext, "machines" | "composeForMachine">> {
  const [
    { makeWebhookChannel },
    { pullChannel },
    { makeFolderChannel },
    { makeMachineComposer },
    { toNotificationCsv },
    { makeGuardedPost },
    { publicAddressesOnly: guard },
    { makeResolveHost },
  ] = await Promise.all([
    import("../channels/webhook/webhook-channel.ts"),
    import("../channels/pull/pull-channel.ts"),
    import("../channels/folder/folder-channel.ts"),
    import("../channels/machine/machine-composer.ts"),
    import("../channels/mail/notification-csv.ts"),
    import("../lookups/guard/guarded-post.ts"),
    import("../lookups/guard/address-guard.ts"),
    import("../lookups/dns/resolve-host.ts"),
  ]);
  const post = makeGuardedPost({ guard, resolve: makeResolveHost(config.resolvers) });
  return {
    machines: {
      webhook: makeWebhookChannel({ post, clock: systemClock }),
      pull: pullChannel,
      folder: makeFolderChannel(config.foldersFolder ?? join(config.dataFolder, "folders")),
    },
    composeForMachine: makeMachineComposer(toNotificationCsv).compose,
  };
}
