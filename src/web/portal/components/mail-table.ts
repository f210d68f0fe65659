import { html } from "hono/html";
import type { SinkEntry } from "../../../domain/notification/mail-sink.ts";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { mailbox } from "./recipient.ts";
import { link } from "./section.ts";
import { table } from "./table.ts";

/** Mails of the sink. */
export function mailTable(page: Page, mails: readonly SinkEntry[], caption: string): Html {
  const { t } = page;
  return table<SinkEntry>({
    caption,
    columns: [
      { head: t("sink.at"), cell: ({ receivedAt }) => page.instant(new Date(receivedAt)) },
      {
        head: t("sink.to"),
        room: "medium",
        cell: ({ to }) =>
          html`${to.map((address, i) => html`${i === 0 ? "" : ", "}${mailbox(address)}`)}`,
      },
      {
        head: t("sink.subject"),
        names: true,
        cell: ({ id, subject }) => link(`/sink/${id}`, toSafeText(subject) || t("sink.no-subject")),
      },
      { head: t("sink.size"), numeric: true, cell: ({ bytes }) => page.bytes(bytes) },
    ],
    rows: mails,
  });
}
