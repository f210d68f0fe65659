import { join } from "node:path";
import type { MailTransport } from "../../domain/notification/mail-transport.ts";
import { findInSink, startSink } from "./sink.ts";
import { openSmtpTransport } from "./smtp-transport.ts";

export type MailChannelSettings = {
  /** Null: mail goes into the sink in the data folder. */
  readonly smtpUrl: string | null;
  /** The log of the server of `smtpUrl`, where it is a Postfix whose log can be read. */
  readonly smtpLogPath: string | null;
  readonly dataFolder: string;
  readonly returnPathDomain: string;
  readonly returnPathKey: Buffer;
};

/** Where the sink of a data folder keeps its mail. */
export function sinkFolderOf(dataFolder: string): string {
  return join(dataFolder, "sink");
}

/** Opens the way that mail goes: to the server of `SMTP_URL`, else into the sink, over real SMTP either way. */
export async function openMailChannel(settings: MailChannelSettings): Promise<MailTransport> {
  const { returnPathDomain, returnPathKey, smtpLogPath: logPath } = settings;
  if (settings.smtpUrl !== null) {
    return openSmtpTransport({ url: settings.smtpUrl, logPath, returnPathDomain, returnPathKey });
  }
  const folder = sinkFolderOf(settings.dataFolder);
  const sink = await startSink({ folder, port: 0 });
  const transport = openSmtpTransport({ url: sink.url, returnPathDomain, returnPathKey });
  return {
    ...transport,
    // Its own list says what arrived, so that nothing stays in doubt.
    findAccepted: (messageIds) => findInSink(folder, messageIds),
    close: async () => {
      await transport.close();
      await sink.close();
    },
  };
}
