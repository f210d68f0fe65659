import { Resolver } from "node:dns/promises";
import { isIPv6 } from "node:net";
import { join } from "node:path";
import type { ResolveTxt } from "../channels/mail/incoming/check-author.ts";
import type { ActionContext, ListenContext, Listening } from "../cli/installation.ts";
import { systemClock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";

/** What hears: reading mail, knowing our own addresses and who signed, and the mailbox where there is one. */
export async function openListening(
  config: Config,
  { instance, masterKey, freeMail }: ActionContext,
): Promise<Omit<ListenContext, keyof ActionContext | "log">> {
  const [own, { makeAuthorCheck }, { readHeadEnvelope }, { deriveKey }] = await Promise.all([
    import("../channels/mail/incoming/own-addresses.ts"),
    import("../channels/mail/incoming/check-author.ts"),
    import("../channels/mail/incoming/head-envelope.ts"),
    import("../platform/master-key.ts"),
  ]);
  return {
    readAddress: own.makeOwnAddresses(instance, deriveKey(masterKey, "return path")),
    houseAddresses: own.listHouseAddresses(instance),
    checkAuthor: makeAuthorCheck({ clock: systemClock, freeMail, resolve: makeResolve(config) }),
    readHeadEnvelope,
    mailbox:
      config.imapUrl === null
        ? null
        : (await import("../channels/mail/incoming/imap-mailbox.ts")).openImapMailbox(
            config.imapUrl,
          ),
  };
}

/** Keys are asked of the resolvers of the settings, and of nobody where this installation asks others nothing. */
function makeResolve({ lookups, resolvers }: Config): ResolveTxt {
  const resolver = new Resolver({ timeout: 5000, tries: 2 });
  resolver.setServers(
    resolvers.map(({ address, port }) => `${isIPv6(address) ? `[${address}]` : address}:${port}`),
  );
  return async (name) => {
    if (lookups) return resolver.resolveTxt(name);
    throw Object.assign(new Error("lookups are off"), { code: "ECANCELLED" });
  };
}

/** Listens where the settings say; null where they say nothing. */
export async function startListening(
  config: Config,
  context: ListenContext,
): Promise<Listening | null> {
  if (config.mailListenUrl === null) return null;
  const [{ startMailListener }, { takeMail }] = await Promise.all([
    import("../channels/mail/incoming/start-mail-listener.ts"),
    import("../actions/take-mail.ts"),
  ]);
  const { clock, log, readAddress } = context;
  const url = config.mailListenUrl;
  const listener = await startMailListener({
    ...{ url, clock, log, readAddress },
    folder: join(config.dataFolder, "incoming"),
    receive: (input) => takeMail({ context, input }),
  });
  return { url, close: () => listener.close() };
}
