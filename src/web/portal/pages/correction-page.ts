import { html } from "hono/html";
import type { PreviewedCorrection } from "../../../actions/preview-correction.ts";
import type { PreviewedRecall } from "../../../actions/preview-recall.ts";
import type { CorrectionScope } from "../../../domain/correction/scope.ts";
import { type EpisodeState, episodeStates } from "../../../domain/finding/episode-state.ts";
import { deliveryStateBadge } from "../components/badge.ts";
import { facts } from "../components/facts.ts";
import { textArea } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import { checkbox, troubleAlert } from "../components/reason-form.ts";
import { type Names, recipient } from "../components/recipient.ts";
import { link, nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { scopeText } from "./corrections-page.ts";
import { objectText } from "./notification-page.ts";

/** What stands in the way of carrying it out. */
export type CorrectionTrouble = "unchecked" | "no-reason" | "changed";

export type CorrectionPageData = {
  /** A preview of a recall, or of something put right. */
  readonly previewed: PreviewedRecall | PreviewedCorrection;
  readonly names: Names;
  readonly trouble: CorrectionTrouble | null;
  /** What was typed before, when something stands in the way. */
  readonly typed: { readonly reason: string; readonly nl: string; readonly en: string };
};

/** What taking back or putting right would do, and the form that does it. */
export function correctionPage(page: Page, data: CorrectionPageData): Html {
  const { t } = page;
  const { previewed, trouble } = data;
  const recalls = "findings" in previewed;
  const title = t(recalls ? "correction.title-recall" : "correction.title-put-right");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${trouble === null ? "" : troubleAlert(t(`correction.${trouble}`))}
<p class="utrecht-paragraph">${t("correction.nothing-changed")}</p>
${section("what", t("correction.what"), what(page, previewed))}
${section("told", t("correction.told"), told(page, data))}
${recalls ? section("stands", t("correction.stands-title"), stands(page, previewed)) : ""}
${section("do", t("correction.do"), form(page, data, recalls))}`;
  return layout(page, { title, body });
}

function what(page: Page, previewed: CorrectionPageData["previewed"]): Html {
  const { t, number } = page;
  const list: [string, Html | string | number | null][] = [
    [t("corrections.about"), scopeText(page, previewed.scope)],
    [t("correction.reports"), number(previewed.reports.length)],
  ];
  if ("findings" in previewed) {
    const { findings, waitingReports } = previewed;
    list.push(
      [t("correction.withdrawn"), number(findings.withdrawn)],
      [t("correction.waits"), number(findings.waits)],
      [t("correction.stands"), number(findings.stands)],
      [t("correction.states"), toStates(page, findings.byState)],
      [
        t("correction.untouched"),
        waitingReports.length === 0
          ? null
          : html`${waitingReports.map((id, i) => html`${i === 0 ? "" : ", "}${link(`/reports/${id}`, id.slice(0, 8))}`)}`,
      ],
    );
  }
  return facts(list);
}

function toStates(
  { t }: Page,
  byState: Readonly<Partial<Record<EpisodeState, number>>>,
): string | null {
  const parts = episodeStates.flatMap((state) => {
    const count = byState[state] ?? 0;
    return count === 0 ? [] : [`${count} ${t(`state.${state}`)}`];
  });
  return parts.length === 0 ? null : parts.join(", ");
}

function told(page: Page, { previewed, names }: CorrectionPageData): Html {
  const { t, number } = page;
  const { told: totals, recipients, firstRecipients } = previewed;
  if (totals.length === 0) return nothing(t("correction.nobody"));
  return html`${table<(typeof totals)[number]>({
    caption: t("correction.messages"),
    columns: [
      {
        head: t("correction.state"),
        names: true,
        cell: ({ state }) => deliveryStateBadge(page, state),
      },
      { head: t("correction.channel"), cell: ({ channel }) => channel },
      {
        head: t("correction.count"),
        numeric: true,
        cell: ({ notifications }) => number(notifications),
      },
      { head: t("sent.rows"), numeric: true, cell: ({ rows }) => number(rows) },
    ],
    rows: totals,
  })}
<p class="utrecht-paragraph">${t("correction.recipients", { count: recipients })}</p>
${
  firstRecipients.length === 0
    ? ""
    : table<(typeof firstRecipients)[number]>({
        caption: t("correction.first"),
        columns: [
          {
            head: t("sent.recipient"),
            names: true,
            cell: ({ organisation, address }) => recipient(names, organisation, address),
          },
          { head: t("sent.rows"), numeric: true, cell: ({ rows }) => number(rows) },
        ],
        rows: firstRecipients,
      })
}`;
}

function stands(page: Page, { samples }: PreviewedRecall): Html {
  const { t } = page;
  if (samples.stands.length === 0) return nothing(t("correction.stands-none"));
  return table<PreviewedRecall["samples"]["stands"][number]>({
    caption: t("correction.stands-caption"),
    columns: [
      { head: t("findings.object"), names: true, cell: (row) => objectText(row) },
      { head: t("findings.type"), cell: ({ type }) => type },
      { head: t("correction.by"), cell: ({ finder }) => finder ?? "" },
    ],
    rows: samples.stands,
  });
}

/** Scope and digest go with the form, so that nothing else is carried out than what stands above it. */
function form(
  page: Page,
  { previewed, trouble, typed }: CorrectionPageData,
  recalls: boolean,
): Html {
  const { t } = page;
  const way = recalls ? "recall" : "put-right";
  const texts = { maxLength: 2000, ...(recalls ? {} : { required: true }) };
  return html`<form method="post" action="/corrections/new" class="mp-form">
<input type="hidden" name="way" value="${way}">
<input type="hidden" name="digest" value="${previewed.digest}">
${hiddenScope(previewed.scope)}
${textArea({ id: "reason", label: t("correction.reason"), hint: t("correction.reason-hint"), value: typed.reason, required: true, maxLength: 2000 })}
${textArea({ id: "text-nl", label: t("correction.text-nl"), hint: t(`correction.text-hint-${way}`), value: typed.nl, ...texts })}
${textArea({ id: "text-en", label: t("correction.text-en"), hint: t(`correction.text-hint-${way}`), value: typed.en, ...texts })}
${checkbox({ name: "checked", label: t("correction.checked"), required: true, invalid: trouble === "unchecked" })}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t(`correction.button-${way}`)}</button>
</form>`;
}

function hiddenScope(scope: CorrectionScope): Html {
  const { kind } = scope;
  const value = kind === "report" ? scope.report : kind === "case" ? scope.name : scope.type;
  const finder = kind === "type" ? (scope.finder ?? "") : "";
  return html`<input type="hidden" name="kind" value="${kind}">
<input type="hidden" name="value" value="${value}">
<input type="hidden" name="finder" value="${finder}">`;
}
