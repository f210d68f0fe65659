import { html } from "hono/html";
import type { AnswerConversion } from "../../../store/views/answer-conversion.ts";
import type { ResponseListEntry } from "../../../store/views/response-list.ts";
import { alert } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import { english, link, nothing, section } from "../components/section.ts";
import { type Column, table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** What went wrong: nothing was written, or it waits no more or cannot be done by one act. */
export type ResponsesTrouble = "note-missing" | "conflict";

export type ShownResponses = {
  readonly waiting: readonly ResponseListEntry[];
  readonly all: readonly ResponseListEntry[];
  readonly conversion: AnswerConversion;
  readonly names: ReadonlyMap<string, string>;
  readonly trouble: ResponsesTrouble | null;
};

/** What recipients said, what waits for somebody, and what mails brought. */
export function responsesPage(page: Page, shown: ShownResponses): Html {
  const { t } = page;
  const { waiting, all, trouble } = shown;
  const title = t("responses.title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${alert(trouble === null ? [] : [t(`responses.trouble-${trouble}`)])}
${section(
  "waiting",
  t("responses.waiting"),
  waiting.length === 0
    ? nothing(t("responses.waiting-none"))
    : responseTable(page, t("responses.waiting"), waiting, shown.names, true),
)}
${section("conversion", t("responses.conversion"), conversionTable(page, shown.conversion))}
${section(
  "all",
  t("responses.all"),
  all.length === 0
    ? nothing(t("responses.none"))
    : responseTable(page, t("responses.all"), all, shown.names, false),
)}`;
  return layout(page, { title, body });
}

function responseTable(
  page: Page,
  caption: string,
  rows: readonly ResponseListEntry[],
  names: ReadonlyMap<string, string>,
  isWaiting: boolean,
): Html {
  const { t } = page;
  const columns: Column<ResponseListEntry>[] = [
    { head: t("responses.at"), names: true, cell: ({ saidAt }) => page.instant(saidAt) },
    {
      head: t("responses.kind"),
      cell: ({ kind, until }) =>
        html`${t(`answers.kind-${kind}`)}${until === null ? "" : html`<br>${t("answers.until")} ${page.instant(until)}`}`,
    },
    {
      head: t("responses.by"),
      cell: ({ organisation, saidBy, by }) =>
        html`${organisation === null ? english(saidBy) : (names.get(organisation) ?? organisation)}<br>${t(`responses.by-${by}`)}`,
    },
    {
      head: t("responses.number"),
      cell: ({ number, notification }) =>
        notification === null
          ? t("page.none")
          : link(`/notifications/${notification}`, number ?? ""),
    },
    { head: t("responses.findings"), numeric: true, cell: ({ findings }) => findings },
    { head: t("responses.detail"), room: "wide", cell: ({ detail }) => toText(detail) },
    isWaiting
      ? { head: t("responses.settle"), cell: (entry) => settleForm(page, entry) }
      : {
          head: t("responses.done"),
          cell: ({ settledAt, settledAs, settledNote }) =>
            settledAt === null
              ? t("page.none")
              : html`${page.instant(settledAt)}<br>${settledAs === null ? "" : html`${t(`responses.as-${settledAs}`)}<br>`}${settledNote}`,
        },
  ];
  return table<ResponseListEntry>({ caption, quietCaption: true, columns, rows });
}

/** As its recipient wrote it. */
function toText(detail: ResponseListEntry["detail"]): string {
  return Object.values(detail)
    .filter((value) => value !== null)
    .join(" · ");
}

/** One button does what it asks for; another says no, with what was typed as the reason. */
function settleForm({ t }: Page, entry: ResponseListEntry): Html {
  const { id, kind, canBeDone } = entry;
  const canBeRefused = kind === "stop" || kind === "other-contact";
  return html`${canBeDone ? carryOutForm({ t }, entry) : ""}
<form method="post" action="/responses/${id}" class="mp-form">
<label class="utrecht-form-label mp-form__label" for="note-${id}">${t("responses.note")}</label>
<input class="utrecht-textbox utrecht-textbox--html-input" id="note-${id}" name="note" type="text" required maxlength="2000" autocomplete="off">
<button class="utrecht-button utrecht-button--secondary-action" type="submit" name="do" value="settle">${t("responses.settle")}</button>
${canBeRefused ? html`<button class="utrecht-button utrecht-button--secondary-action" type="submit" name="do" value="refuse">${t("responses.refuse")}</button>` : ""}
</form>`;
}

/** Another contact at another mail domain: how did you find out that it is meant so? */
function carryOutForm({ t }: Pick<Page, "t">, { id, kind, needsCheck }: ResponseListEntry): Html {
  const label = t(`responses.carry-out-${kind === "stop" ? kind : "other-contact"}`);
  const checked = html`<label class="utrecht-form-label mp-form__label" for="checked-${id}">${t("responses.checked")}</label>
<input class="utrecht-textbox utrecht-textbox--html-input" id="checked-${id}" name="note" type="text" required maxlength="2000" autocomplete="off">`;
  return html`<form method="post" action="/responses/${id}" class="mp-form">
${needsCheck ? checked : ""}
<button class="utrecht-button utrecht-button--primary-action" type="submit" name="do" value="carry-out">${label}</button>
</form>`;
}

function conversionTable({ t }: Page, { unsolicited, ...all }: AnswerConversion): Html {
  type Row = { readonly of: string; readonly counts: Omit<AnswerConversion, "unsolicited"> };
  const counted = ["sent", "answered", "begun", "confirmed", "accepted"] as const;
  const rows: readonly Row[] = [
    { of: t("responses.of-all"), counts: all },
    { of: t("responses.of-unsolicited"), counts: unsolicited },
  ];
  return table<Row>({
    caption: t("responses.conversion"),
    quietCaption: true,
    columns: [
      { head: t("responses.recipients"), names: true, cell: ({ of }) => of },
      ...counted.map((name) => ({
        head: t(`responses.${name}`),
        numeric: true,
        cell: ({ counts }: Row) => counts[name],
      })),
    ],
    rows,
  });
}
