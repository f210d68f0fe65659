import type { SinkEntry } from "../../../domain/mail-sink.ts";
import { toSafeText } from "../../../domain/safe-text.ts";
import type { Html, Page } from "../page.ts";
import { link } from "./section.ts";
import { table } from "./table.ts";

/** Mails of the sink. */
export function mailTable(page: Page, mails: readonly SinkEntry[], caption: string): Html {
  const { t } = page;
  return table<SinkEntry>({
    caption,
    columns: [
      { head: t("sink.at"), cell: ({ receivedAt }) => page.instant(new Date(receivedAt)) },
      { head: t("sink.to"), cell: ({ to }) => to.join(", ") },
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
