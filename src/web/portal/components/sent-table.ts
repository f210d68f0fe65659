import type { SentByReason } from "../../../store/views/start-page.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { whyThere } from "./notification-table.ts";
import { table } from "./table.ts";

/** What went out, by why it went there. */
export function sentTable(page: Page, sent: readonly SentByReason[]): Html {
  const { t, number } = page;
  const show = (value: number): string => (value === 0 ? t("page.none") : number(value));
  const sum = (of: (entry: SentByReason) => number): string =>
    show(sent.reduce((sum, entry) => sum + of(entry), 0));
  return table<SentByReason>({
    caption: t("sent.why-caption"),
    columns: [
      { head: t("sent.why"), names: true, room: "wide", cell: (entry) => whyThere(page, entry) },
      {
        head: t("sent.notifications"),
        numeric: true,
        cell: (entry) => number(entry.notifications),
      },
      { head: t("sent.rows"), numeric: true, cell: ({ rows }) => number(rows) },
      { head: t("delivery.accepted"), numeric: true, cell: ({ accepted }) => show(accepted) },
      { head: t("sent.under-way"), numeric: true, cell: ({ underWay }) => show(underWay) },
      { head: t("sent.failed"), numeric: true, cell: ({ failed }) => show(failed) },
    ],
    rows: sent,
    foot: [
      t("open.total"),
      sum(({ notifications }) => notifications),
      sum(({ rows }) => rows),
      sum(({ accepted }) => accepted),
      sum(({ underWay }) => underWay),
      sum(({ failed }) => failed),
    ],
  });
}
