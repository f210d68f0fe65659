import { html } from "hono/html";
import type { ShownThreadEntry } from "../../../actions/mails/read-thread.ts";
import { passesOn } from "../../../domain/custody/custody.ts";
import { type Kind, kinds } from "../../../domain/finding/kind.ts";
import type { SinkEntry } from "../../../domain/notification/mail-sink.ts";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import type { CustodyMail } from "../../../store/views/custody-mails.ts";
import type {
  NotificationAttempt,
  NotificationDetail,
  NotifiedRow,
} from "../../../store/views/notification-detail.ts";
import { deliveryBadge, laneText } from "../components/badge.ts";
import { answerForm, custodyTable, listAnswers } from "../components/custody.ts";
import { facts } from "../components/facts.ts";
import { layout } from "../components/layout.ts";
import { whyThere } from "../components/notification-table.ts";
import { type Names, recipient } from "../components/recipient.ts";
import { english, link, nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import { threadTable } from "../components/thread.ts";
import { toldFiles } from "../components/told-files.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** What belongs to a notification besides what it says. */
export type NotificationSurroundings = {
  /** The mail in the sink; null where it is not there. */
  readonly mail: SinkEntry | null;
  /** What it asked its intermediary to hold; null where it asked for nothing. */
  readonly custody: { readonly held: CustodyMail; readonly mayAnswer: boolean } | null;
  /** What was sent, received and answered; null for those who may not see it. */
  readonly thread: readonly ShownThreadEntry[] | null;
  /** Whether the reader may open files that the mail could not hold. */
  readonly mayOpen: boolean;
};

/** What one recipient was told: why there, which rows, what was said since, and every attempt to deliver it. */
export function notificationPage(
  page: Page,
  notification: NotificationDetail,
  names: Names,
  more: NotificationSurroundings,
): Html {
  const { t } = page;
  const { mail, custody, thread } = more;
  const title = t("notification.title", { number: notification.number });
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${section("about", t("notification.about"), about(page, notification, names), toMail(page, mail))}
${custody === null ? "" : section("custody", t("custody.section"), held(page, custody))}
${thread === null ? "" : section("thread", t("thread.section"), threadTable(page, thread))}
${notification.files.length === 0 ? "" : section("files", t("notification.files"), files(page, notification, more))}
${section("rows", t("notification.rows"), rows(page, notification))}
${section("attempts", t("notification.attempts"), attempts(page, notification.attempted))}`;
  return layout(page, { title, body });
}

/** Fetched by their recipient instead of having been attached; who may not look at mails sees what there is to fetch. */
function files(
  page: Page,
  { notification, files }: NotificationDetail,
  { mayOpen }: NotificationSurroundings,
): Html {
  const until = files[0]?.until ?? page.now;
  const isKept = until > page.now;
  const base = mayOpen && isKept ? `/notifications/${notification}` : null;
  return html`<p class="utrecht-paragraph">${page.t("notification.files-until", { until: page.instantText(until) })}</p>
${toldFiles(page, files, base)}`;
}

function held(
  page: Page,
  { held: mail, mayAnswer }: { readonly held: CustodyMail; readonly mayAnswer: boolean },
): Html {
  const to = `/notifications/${mail.notification}/custody`;
  const form = mayAnswer && listAnswers(mail).length > 0 ? answerForm(page, to, mail) : "";
  const isLate = mail.states.some(({ state }) => passesOn(state));
  return html`${custodyTable(page, mail)}
${isLate ? html`<p class="utrecht-paragraph">${page.t("custody.passed-on")}</p>` : ""}${form}`;
}

function toMail({ t }: Page, mail: SinkEntry | null) {
  return mail === null ? null : { to: `/sink/${mail.id}`, text: t("notification.mail") };
}

function about(page: Page, notification: NotificationDetail, names: Names): Html {
  const { t, instant } = page;
  const { organisation, address, delivery, part, parts, kind, withdrawnAt } = notification;
  const isWaiting = delivery?.state === "queued" && delivery.attempts > 0;
  return facts([
    [t("notification.subject"), notification.subject],
    [t("notification.recipient"), recipient(names, organisation, address)],
    [t("notification.why"), whyThere(page, notification)],
    [t("notification.role"), t(`role.${notification.role}`)],
    [
      t("notification.topic"),
      notification.caseName === null ? toKind(page, kind) : toSafeText(notification.caseName),
    ],
    [t("notification.lane"), laneText(page, notification.lane)],
    [t("notification.round"), notification.round],
    [t("notification.part"), parts === 1 ? null : t("notification.part-of", { part, parts })],
    [t("notification.tier"), notification.tier],
    [t("notification.composed"), instant(notification.composedAt)],
    [
      t("notification.state"),
      html`${deliveryBadge(page, delivery)} ${
        isWaiting ? t("notification.next", { at: page.instantText(delivery.nextAttemptAt) }) : ""
      }`,
    ],
    [t("notification.withdrawn"), withdrawnAt === null ? null : instant(withdrawnAt)],
    [t("notification.recalled"), toTakenBack(page, notification.takenBack)],
    [
      t("notification.message-id"),
      html`<code class="utrecht-code">${notification.messageId}</code>`,
    ],
  ]);
}

function toTakenBack(page: Page, takenBack: NotificationDetail["takenBack"]): string | null {
  if (takenBack === null) return null;
  const { at, withdrawn, stands } = takenBack;
  return page.t("notification.recalled-rows", { at: page.instantText(at), withdrawn, stands });
}

function toKind({ t }: Page, name: string | null): string | null {
  const kind = kinds.find((kind): kind is Kind => kind === name);
  return kind === undefined ? name : t(`kind.${kind}`);
}

function rows(page: Page, notification: NotificationDetail): Html {
  const { t } = page;
  const { firstRows, rows: count } = notification;
  return table<NotifiedRow>({
    caption: t("notification.rows-caption", {
      shown: firstRows.length,
      count,
      more: count - firstRows.length,
    }),
    columns: [
      { head: t("report.row"), numeric: true, cell: ({ position }) => page.number(position) },
      { head: t("findings.object"), names: true, cell: (row) => objectText(row) },
      { head: t("findings.type"), cell: ({ type }) => type },
      { head: t("notification.observed"), cell: ({ observedAt }) => page.instant(observedAt) },
      {
        head: t("notification.report"),
        cell: ({ report, finder }) => link(`/reports/${report}`, finder),
      },
      {
        head: t("findings.decision"),
        cell: ({ decision }) => link(`/decisions/${decision}`, String(decision)),
      },
    ],
    rows: firstRows,
  });
}

/** What a finding is about, as people write it. */
export function objectText({
  address,
  name,
  port,
}: {
  readonly address: string | null;
  readonly name: string | null;
  readonly port: number | null;
}): Html {
  const place =
    address === null
      ? ""
      : port === null
        ? address
        : `${address.includes(":") ? `[${address}]` : address}:${port}`;
  const parts = [name, place].filter((part) => part !== null && part !== "");
  return html`<span class="mp-object">${parts.join(" · ")}</span>`;
}

function attempts(page: Page, list: readonly NotificationAttempt[]): Html {
  const { t } = page;
  if (list.length === 0) return nothing(t("notification.attempts-none"));
  return table<NotificationAttempt>({
    caption: t("notification.attempts-caption"),
    quietCaption: true,
    columns: [
      {
        head: t("notification.attempt"),
        names: true,
        numeric: true,
        cell: ({ attempt }) => attempt,
      },
      { head: t("notification.started"), cell: ({ startedAt }) => page.instant(startedAt) },
      {
        head: t("notification.outcome"),
        cell: ({ outcome }) => (outcome === null ? t("page.none") : t(`outcome.${outcome}`)),
      },
      {
        head: t("notification.reply"),
        cell: ({ reply }) => (reply === null ? t("page.none") : english(reply)),
      },
    ],
    rows: list,
  });
}
