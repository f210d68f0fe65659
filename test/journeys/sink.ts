import { join } from "node:path";
import PostalMime from "postal-mime";
import { listSinkMessages, readSinkMessage } from "../../src/channels/mail/sink.ts";
import type { Meldpunt } from "./meldpunt.ts";

/** A mail as its recipient would find it. */
export type SunkMail = {
  readonly to: string;
  readonly subject: string;
  readonly messageId: string;
  /** Body and attachments. */
  readonly text: string;
};

/** All mail that the sink of an installation took, the oldest first. */
export async function readSink(meldpunt: Meldpunt): Promise<SunkMail[]> {
  const folder = join(meldpunt.dataFolder, "sink");
  const messages = await listSinkMessages(folder, 1_000_000).catch(() => []);
  return Promise.all(
    messages.reverse().map(async ({ id, to, subject, messageId }) => {
      const mail = await PostalMime.parse(await readSinkMessage(folder, id), {
        attachmentEncoding: "utf8",
      });
      const attached = mail.attachments.map(({ content }) => String(content));
      return { to: to.join(), subject, messageId, text: [mail.text ?? "", ...attached].join("\n") };
    }),
  );
}

/** Documentation addresses that a text names, each once. */
export function addressesIn(text: string): string[] {
  const found = text.matchAll(/\b(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}\b/g);
  return [...new Set([...found].map(([address]) => address))].sort();
}
