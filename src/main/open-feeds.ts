import type {
  ActionContext,
  FeedsContext,
  ListenContext,
  OutgoingContext,
  WorkContext,
} from "../cli/installation.ts";
import type { Config } from "../platform/config.ts";
import { readFeeds } from "./read-settings-files.ts";

/** Where reports come from by themselves. */
export async function openFeeds(config: Config, context: ActionContext): Promise<FeedsContext> {
  const [
    { openLog },
    { openEventFeed },
    { openWatchedFolder },
    { openShadowserverApi },
    { makeFeedFetch },
  ] = await Promise.all([
    import("../platform/log.ts"),
    import("../actions/polling/event-feed.ts"),
    import("../feeds/watched-folder/watched-folder.ts"),
    import("../feeds/shadowserver-api/shadowserver-api.ts"),
    import("../lookups/guard/feed-fetch.ts"),
  ]);
  const asking = { fetch: makeFeedFetch(), environment: process.env };
  const feeds = (await readFeeds(config)).map((settings) => {
    if (settings.kind === "folder") return openWatchedFolder(settings);
    if (settings.kind === "events") return openEventFeed(settings, context);
    return openShadowserverApi(settings, asking);
  });
  return { ...context, log: openLog(config.logLevel), feeds };
}

export async function makeWorkContext(
  outgoing: OutgoingContext,
  { feeds }: FeedsContext,
  listening: Omit<ListenContext, keyof ActionContext | "log">,
): Promise<WorkContext> {
  const [{ makeOperatorMail }, { openProtection }] = await Promise.all([
    import("../channels/mail/operator-mail.ts"),
    import("./open-protection.ts"),
  ]);
  const { transport, instance } = outgoing;
  const tellOperators = makeOperatorMail(transport, instance, openProtection(outgoing));
  return { ...outgoing, ...listening, feeds, tellOperators };
}
