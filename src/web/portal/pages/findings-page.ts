import { html } from "hono/html";
import { type Disposition, dispositions } from "../../../domain/finding/disposition.ts";
import { type EpisodeState, episodeStates } from "../../../domain/finding/episode-state.ts";
import type { FindingListEntry } from "../../../store/views/findings-list.ts";
import { dispositionBadge, severityBadge } from "../components/badge.ts";
import { layout } from "../components/layout.ts";
import { paging } from "../components/paging.ts";
import { type Names, recipient } from "../components/recipient.ts";
import { card, link, nothing } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { objectText } from "./notification-page.ts";

/** What the list is narrowed to; nothing that names a network object, since it stands in the address. */
export type FindingsChoice = {
  readonly disposition: Disposition | undefined;
  readonly state: EpisodeState | undefined;
};

export type FindingsPageData = {
  readonly findings: readonly FindingListEntry[];
  readonly choice: FindingsChoice;
  readonly names: Names;
  /** Address of the next page; null on the last. */
  readonly next: string | null;
};

/** Findings page by page, with where they stand and the decision behind it. */
export function findingsPage(
  page: Page,
  { findings, choice, names, next }: FindingsPageData,
): Html {
  const { t } = page;
  const body = html`<h1 class="utrecht-heading-1">${t("findings.title")}</h1>
${filter(page, choice)}
${card(html`${findings.length === 0 ? nothing(t("findings.none")) : list(page, findings, names)}
${paging(page, "/findings", next)}`)}`;
  return layout(page, { title: t("findings.title"), body });
}

function filter(page: Page, choice: FindingsChoice): Html {
  const { t } = page;
  return html`<form method="get" action="/findings" class="mp-filter" aria-label="${t("findings.filter")}">
${select(
  page,
  "disposition",
  t("findings.disposition"),
  choice.disposition,
  dispositions.map((name) => [name, t(`disposition.${name}`)]),
)}
${select(
  page,
  "state",
  t("sent.state"),
  choice.state,
  episodeStates.map((name) => [name, t(`state.${name}`)]),
)}
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t("findings.apply")}</button>
</form>`;
}

function select(
  { t }: Page,
  name: string,
  label: string,
  chosen: string | undefined,
  options: readonly (readonly [value: string, text: string])[],
): Html {
  return html`<div class="mp-filter__field"><label class="utrecht-form-label" for="${name}">${label}</label>
<select class="utrecht-select utrecht-select--html-select" id="${name}" name="${name}">
<option value="">${t("findings.any")}</option>
${options.map(([value, text]) => html`<option value="${value}"${value === chosen ? html` selected` : ""}>${text}</option>`)}
</select></div>`;
}

function list(page: Page, findings: readonly FindingListEntry[], names: Names): Html {
  const { t } = page;
  return table<FindingListEntry>({
    caption: t("findings.caption"),
    quietCaption: true,
    columns: [
      { head: t("findings.object"), names: true, room: "medium", cell: objectText },
      { head: t("findings.type"), cell: ({ type }) => link(`/finding-types/${type}`, type) },
      { head: t("open.severity"), cell: ({ severity }) => severityBadge(page, severity) },
      { head: t("findings.observed"), cell: ({ observedAt }) => page.instant(observedAt) },
      { head: t("sent.state"), cell: ({ state }) => t(`state.${state}`) },
      {
        head: t("findings.disposition"),
        cell: ({ disposition, held }) =>
          html`${dispositionBadge(page, disposition)}${held === null ? "" : html`<br><span class="mp-small">${t(`wait.${held}`)}</span>`}`,
      },
      {
        head: t("findings.recipient"),
        room: "medium",
        cell: ({ organisation, recipient: address }) =>
          address === null ? t("page.none") : recipient(names, organisation, address),
      },
      {
        head: t("findings.decision"),
        cell: ({ decision }) =>
          decision === null ? t("page.none") : link(`/decisions/${decision}`, String(decision)),
      },
    ],
    rows: findings,
  });
}
