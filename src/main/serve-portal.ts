import { join } from "node:path";
import type { OutgoingContext, Served, ServeOptions } from "../cli/installation.ts";
import { findPrefix, type Prefix } from "../domain/network/prefix.ts";
import type { MailSink } from "../domain/notification/mail-sink.ts";
import type { Config } from "../platform/config.ts";
import { AppError } from "../platform/errors.ts";

/** Portal and API on what there is. */
export async function serve(
  config: Config,
  context: OutgoingContext,
  options: ServeOptions,
): Promise<Served> {
  const [{ startServer }, { readAccessToken }, { makeTextSigner }, sink] = await Promise.all([
    import("../web/start-server.ts"),
    import("../platform/access-token.ts"),
    import("./read-signers.ts"),
    config.smtpUrl === null ? openSink(config) : null,
  ]);
  const token = await readAccessToken(join(config.dataFolder, "keys"), config.accessToken);
  const { publicUrl } = config;
  const signText = makeTextSigner(context);
  const trustedProxies = config.trustedProxies.map(readProxy);
  const server = await startServer({
    context: { ...context, publicUrl, accessToken: token.value, sink, signText, trustedProxies },
    ...options,
  });
  return { ...server, tokenFile: token.path };
}

function readProxy(text: string): Prefix {
  const prefix = findPrefix(text);
  if (prefix !== null) return prefix;
  throw new AppError("settings-invalid", `MELDPUNT_PROXIES: ${text} is not the start of a prefix.`);
}

/** The mail that stayed in the house. */
async function openSink({ dataFolder }: Config): Promise<MailSink> {
  const [{ sinkFolderOf }, sink] = await Promise.all([
    import("../channels/mail/open-mail-channel.ts"),
    import("../channels/mail/sink.ts"),
  ]);
  const folder = sinkFolderOf(dataFolder);
  return {
    list: (limit) => sink.listSinkMessages(folder, limit),
    read: (id) => sink.readSinkMessage(folder, id),
  };
}
