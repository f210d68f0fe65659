import type { ShownThreadEntry } from "../../../actions/mails/read-thread.ts";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { link, nothing } from "./section.ts";
import { table } from "./table.ts";

/** What was sent, received and answered, the first first. */
export function threadTable(page: Page, thread: readonly ShownThreadEntry[]): Html {
  const { t, instant } = page;
  if (thread.every(({ kind }) => kind === "sent")) return nothing(t("thread.none"));
  return table<ShownThreadEntry>({
    caption: t("thread.caption"),
    quietCaption: true,
    columns: [
      { head: t("thread.at"), cell: ({ at }) => instant(at) },
      { head: t("thread.what"), names: true, cell: (entry) => what(page, entry) },
      { head: t("thread.who"), cell: who },
      { head: t("mails.subject"), cell: (entry) => about(page, entry) },
    ],
    rows: thread,
  });
}

function what({ t }: Page, entry: ShownThreadEntry): string {
  if (entry.kind === "sent") return t("thread.sent");
  if (entry.kind === "answered") return t("thread.answered");
  return entry.class === null ? t("mails.state-unread") : t(`mails.class-${entry.class}`);
}

function who(entry: ShownThreadEntry): string {
  if (entry.kind === "sent") return "";
  return entry.kind === "answered" ? entry.by : toSafeText(entry.author ?? "");
}

function about({ t }: Page, entry: ShownThreadEntry): Html | string {
  if (entry.kind === "sent") return link(`/notifications/${entry.notification}`, entry.subject);
  if (entry.kind === "answered") return toSafeText(entry.text ?? "", 500) || entry.address;
  return link(`/mails/${entry.mail}`, toSafeText(entry.subject ?? "") || t("mails.no-subject"));
}
