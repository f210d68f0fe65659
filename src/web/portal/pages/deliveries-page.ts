import { html } from "hono/html";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import type { DeadLetter } from "../../../store/views/dead-letters.ts";
import type { DoubtfulDelivery } from "../../../store/views/doubtful-deliveries.ts";
import type { SlowedHost } from "../../../store/views/slowed-hosts.ts";
import { noteBadge } from "../components/badge.ts";
import { rowButton } from "../components/confirm-form.ts";
import { keyFigures } from "../components/key-figures.ts";
import { layout } from "../components/layout.ts";
import { mailbox } from "../components/recipient.ts";
import { english, link, nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** How far back dead letters can be looked at, in days. */
export const dayChoices = [7, 30, 90] as const;

export type DeliveriesPageData = {
  readonly doubtful: readonly DoubtfulDelivery[];
  readonly dead: readonly DeadLetter[];
  /** Whether more did not arrive than these. */
  readonly isMore: boolean;
  readonly slowed: readonly SlowedHost[];
  readonly days: (typeof dayChoices)[number];
  readonly maySettle: boolean;
};

/** Deliveries that a person has to look at: in doubt, dead, slowed. */
export function deliveriesPage(page: Page, data: DeliveriesPageData): Html {
  const { t } = page;
  const { doubtful, dead, slowed } = data;
  const title = t("deliveries.title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph">${t("deliveries.intro")}</p>
${keyFigures(page, [
  ["deliveries.key-doubtful", doubtful.length, "#doubtful"],
  ["deliveries.key-slowed", slowed.length, "#slowed"],
  ["deliveries.key-dead", dead.length, "#dead"],
])}
${section("doubtful", t("deliveries.doubtful"), doubtfulTable(page, data))}
${section("dead", t("deliveries.dead"), deadTable(page, data))}
${section("slowed", t("deliveries.slowed"), slowedTable(page, slowed))}`;
  return layout(page, { title, body });
}

function doubtfulTable(page: Page, { doubtful, maySettle }: DeliveriesPageData): Html {
  const { t, instant } = page;
  if (doubtful.length === 0) return nothing(t("deliveries.doubtful-none"));
  return html`<p class="utrecht-paragraph">${t("deliveries.doubtful-text")}</p>
${table<DoubtfulDelivery>({
  caption: t("deliveries.doubtful"),
  quietCaption: true,
  columns: [
    {
      head: t("sent.number"),
      names: true,
      cell: (one) => toNotification(one),
    },
    { head: t("sent.recipient"), room: "medium", cell: ({ address }) => mailbox(address) },
    {
      head: t("deliveries.message-id"),
      room: "wide",
      cell: ({ messageId }) => html`<code class="utrecht-code">${messageId}</code>`,
    },
    {
      head: t("deliveries.tried"),
      cell: ({ startedAt }) => (startedAt === null ? t("page.none") : instant(startedAt)),
    },
    ...(maySettle
      ? [
          {
            head: t("deliveries.what-came"),
            cell: (delivery: DoubtfulDelivery) => settleButtons(page, delivery),
          },
        ]
      : []),
  ],
  rows: doubtful,
})}`;
}

/** The reference, which people read out: never broken. */
function toNotification(one: { readonly notification: string; readonly number: string }): Html {
  return html`<span class="mp-whole">${link(`/notifications/${one.notification}`, one.number)}</span>`;
}

function settleButtons({ t }: Page, { delivery, number }: DoubtfulDelivery): Html {
  const button = (arrived: boolean): Html =>
    rowButton({
      action: "/deliveries/settle",
      fields: [
        ["delivery", delivery],
        ["arrived", arrived ? "yes" : "no"],
      ],
      button: t(arrived ? "deliveries.arrived" : "deliveries.lost"),
      about: number,
    });
  return html`<div class="mp-row-buttons">${button(true)}${button(false)}</div>`;
}

function deadTable(page: Page, { dead, isMore, days }: DeliveriesPageData): Html {
  const { t, instant, number } = page;
  const list =
    dead.length === 0
      ? nothing(t("deliveries.dead-none"))
      : table<DeadLetter>({
          caption: t("deliveries.dead-caption"),
          columns: [
            { head: t("deliveries.failed-at"), cell: ({ failedAt }) => instant(failedAt) },
            {
              head: t("sent.number"),
              names: true,
              cell: (one) => toNotification(one),
            },
            { head: t("sent.recipient"), room: "medium", cell: ({ address }) => mailbox(address) },
            { head: t("deliveries.channel"), cell: (letter) => channelText(page, letter) },
            { head: t("deliveries.why"), room: "wide", cell: (letter) => whyText(page, letter) },
            { head: t("sent.rows"), numeric: true, cell: ({ rows }) => number(rows) },
            { head: t("deliveries.elsewhere"), cell: (letter) => elsewhere(page, letter) },
          ],
          rows: dead,
        });
  return html`<p class="utrecht-paragraph">${t("deliveries.dead-text")}</p>
${daysForm(page, days)}
${list}${isMore ? nothing(t("deliveries.dead-more")) : ""}`;
}

function channelText({ t, number }: Page, { channel, attempts }: DeadLetter): Html {
  return html`${t(`channel.${channel}`)}<br><span class="mp-small">${t("deliveries.attempts")}: ${number(attempts)}</span>`;
}

function whyText({ t }: Page, { reply, outcome }: DeadLetter): Html | string {
  const text = reply ?? outcome;
  return text === null ? t("deliveries.no-answer") : english(toSafeText(text, 300));
}

/** Whether anybody else knows by now: what nobody was told is what matters. */
function elsewhere({ t, number }: Page, { rows, toldElsewhere: told }: DeadLetter): Html {
  if (told >= rows) return noteBadge("success", t("deliveries.elsewhere-all"));
  if (told === 0) return noteBadge("danger", t("deliveries.elsewhere-none"));
  const values = { told: number(told), rows: number(rows) };
  return noteBadge("warning", t("deliveries.elsewhere-some", values));
}

/** GET, since it only shows more or less. */
function daysForm({ t }: Page, days: number): Html {
  return html`<form method="get" action="/deliveries" class="mp-filter">
<div class="mp-filter__field">
<label class="utrecht-form-label" for="days">${t("deliveries.days")}</label>
<select class="utrecht-select utrecht-select--html-select" id="days" name="days">
${dayChoices.map((choice) => html`<option value="${choice}"${choice === days ? html` selected` : ""}>${t("deliveries.days-of", { days: choice })}</option>`)}
</select>
</div>
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t("deliveries.show")}</button>
</form>`;
}

function slowedTable({ t, instant, number }: Page, slowed: readonly SlowedHost[]): Html {
  if (slowed.length === 0) return nothing(t("deliveries.slowed-none"));
  return html`<p class="utrecht-paragraph">${t("deliveries.slowed-text")}</p>
${table<SlowedHost>({
  caption: t("deliveries.slowed"),
  quietCaption: true,
  columns: [
    { head: t("deliveries.host"), names: true, cell: ({ host }) => host },
    {
      head: t("deliveries.why"),
      room: "wide",
      cell: ({ reason }) => english(toSafeText(reason, 300)),
    },
    { head: t("deliveries.waiting"), numeric: true, cell: ({ waiting }) => number(waiting) },
    { head: t("deliveries.since"), cell: ({ slowedAt }) => instant(slowedAt) },
  ],
  rows: slowed,
})}`;
}
