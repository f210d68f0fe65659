import { html } from "hono/html";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import { layout } from "../components/layout.ts";
import { nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import type { MailAttachment, ShownMail } from "../read-mail.ts";

/** One mail of the sink, as text. */
export function mailPage(page: Page, id: string, mail: ShownMail): Html {
  const { t } = page;
  const title = toSafeText(mail.subject) || t("sink.no-subject");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${section("text", t("mail.text"), text(page, mail))}
${section("attachments", t("mail.attachments"), attachments(page, id, mail.attachments))}
${section("headers", t("mail.headers"), headers(page, mail))}`;
  return layout(page, { title, body });
}

function text({ t }: Page, { text, cut }: ShownMail): Html {
  if (text === "") return nothing(t("mail.no-text"));
  return html`<div class="mp-mail"><pre>${text}</pre></div>
${cut ? nothing(t("mail.cut")) : ""}`;
}

function attachments(page: Page, id: string, list: readonly MailAttachment[]): Html {
  const { t } = page;
  if (list.length === 0) return nothing(t("mail.attachments-none"));
  return html`<ul class="utrecht-unordered-list">
${list.map(
  ({ fileName, mimeType, content }, i) => html`<li class="utrecht-unordered-list__item">
<a class="utrecht-link utrecht-link--html-a" href="/sink/${id}/attachments/${i + 1}" download="${fileName}">${fileName}</a>
<span class="mp-small">${mimeType}, ${page.bytes(content.length)}</span></li>`,
)}
</ul>`;
}

function headers({ t }: Page, mail: ShownMail): Html {
  return table<ShownMail["headers"][number]>({
    caption: t("mail.headers"),
    quietCaption: true,
    columns: [
      { head: t("mail.header"), names: true, cell: ({ name }) => name },
      { head: t("mail.value"), cell: ({ value }) => html`<span class="mp-long">${value}</span>` },
    ],
    rows: mail.headers,
  });
}
