import { html } from "hono/html";
import type { SinkEntry } from "../../../domain/notification/mail-sink.ts";
import { layout } from "../components/layout.ts";
import { mailTable } from "../components/mail-table.ts";
import { card, nothing } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** The mails that ended here; null where mail leaves the house. */
export function sinkPage(page: Page, mails: readonly SinkEntry[] | null): Html {
  const { t } = page;
  const body = html`<h1 class="utrecht-heading-1">${t("sink.title")}</h1>
<p class="utrecht-paragraph mp-lead">${mails === null ? t("sink.off") : t("sink.intro")}</p>
${mails === null ? "" : card(mails.length === 0 ? nothing(t("sink.none")) : mailTable(page, mails, t("sink.shown", { count: mails.length })))}`;
  return layout(page, { title: t("sink.title"), body });
}
