import { html } from "hono/html";
import type { Approval } from "../../../actions/access/approval-view.ts";
import type { Brakes } from "../../../actions/list-brakes.ts";
import type { Actor } from "../../../domain/access/actor.ts";
import type { Act } from "../../../domain/access/acts.ts";
import { may } from "../../../domain/access/may.ts";
import { actText, stateBadge } from "../components/approval.ts";
import {
  choosingForm,
  mostAtOnce,
  reportBrakeTable,
  volumeBrakeTable,
} from "../components/brake-tables.ts";
import { reportName, toReport } from "../components/brake-text.ts";
import { alert } from "../components/field.ts";
import { keyFigures } from "../components/key-figures.ts";
import { layout } from "../components/layout.ts";
import type { Names } from "../components/recipient.ts";
import { link, nothing, section } from "../components/section.ts";
import { stopTable, switchTable } from "../components/switch-table.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { liftActs } from "../switch-target.ts";

export type BrakesPageData = {
  readonly brakes: Brakes;
  /** Requests that wait for people, or for whoever asked to go on; null where the reader is not shown them. */
  readonly approvals: readonly Approval[] | null;
  /** Reports that wait to be released. */
  readonly waitingReports: number;
  /** How long a canary is waited for. */
  readonly canaryWaitMs: number;
  readonly names: Names;
  /** Who looks. */
  readonly actor: Actor;
  /** Nothing was ticked. */
  readonly noneChosen: boolean;
};

/** Everything that does not go out now, why, since when, and the form that lifts it. */
export function brakesPage(page: Page, data: BrakesPageData): Html {
  const { t, instant } = page;
  const { brakes, noneChosen } = data;
  const title = t("brakes.title");
  const at = t("start.as-of", { at: "\u0000" }).split("\u0000");
  const body = html`<div class="mp-title">
<h1 class="utrecht-heading-1">${title}</h1>
<p class="mp-fresh"><span>${at[0]}${instant(page.now)}${at[1]}</span> ${link("/brakes", t("start.refresh"))}</p>
</div>
<p class="utrecht-paragraph">${t("brakes.intro")}</p>
${mayOf(data, "report.hold") ? newSwitch(page) : ""}
${alert(noneChosen ? [t("brakes.none-chosen")] : [])}
${figures(page, data)}
${switches(page, data)}
${brakes.stops.length === 0 ? "" : section("stops", t("brakes.stops"), stopTable(page, brakes.stops, mayOf(data, "notify.run")))}
${section("reports", t("brakes.reports"), reports(page, data))}
${section("volume", t("brakes.volume"), volume(page, data), {
  to: "/findings?disposition=heldForPerson",
  text: t("brakes.held-findings"),
})}
${brakes.canaries.length === 0 ? "" : section("canaries", t("brakes.canaries"), canaries(page, data))}
${data.approvals === null ? "" : section("approvals", t("brakes.approvals"), approvals(page, data.approvals))}
${section("elsewhere", t("brakes.elsewhere"), elsewhere(page, data))}`;
  return layout(page, { title, body });
}

function mayOf({ actor }: BrakesPageData, act: Act): boolean {
  return may(actor, act, "everybody");
}

function figures(page: Page, { brakes, approvals }: BrakesPageData): Html {
  const { holds, stops, reports, volume } = brakes;
  return keyFigures(page, [
    ["brakes.key-switches", holds.length, "#switches"],
    ...(stops.length === 0 ? [] : ([["brakes.key-stops", stops.length, "#stops"]] as const)),
    ["brakes.key-reports", reports.length, "#reports"],
    ["brakes.key-volume", volume.length, "#volume"],
    ...(approvals === null
      ? []
      : ([["brakes.key-approvals", approvals.length, "#approvals"]] as const)),
  ]);
}

function newSwitch({ t }: Page): Html {
  return html`<form method="get" action="/brakes/switch" class="mp-answers">
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("switch.new")}</button>
</form>`;
}

function switches(page: Page, data: BrakesPageData): Html {
  const { t } = page;
  const { holds } = data.brakes;
  const list =
    holds.length === 0
      ? nothing(t("switch.none"))
      : switchTable(page, holds, (kind) => mayOf(data, liftActs[kind]));
  return section("switches", t("switch.list"), list);
}

function reports(page: Page, data: BrakesPageData): Html {
  const { t } = page;
  const { reports: all } = data.brakes;
  const reports = all.slice(0, mostAtOnce);
  if (reports.length === 0) return nothing(t("brakes.reports-none"));
  return mayOf(data, "volume.approve")
    ? html`<p class="utrecht-paragraph">${t("brakes.reports-lifts")}</p>
${moreText(page, all.length)}
${choosingForm(page, "report", reports.length, (name) => reportBrakeTable(page, reports, name))}`
    : html`${nothing(t("brakes.role-only"))}${reportBrakeTable(page, reports)}`;
}

function volume(page: Page, data: BrakesPageData): Html {
  const { t } = page;
  const { names } = data;
  const { volume: all } = data.brakes;
  const volume = all.slice(0, mostAtOnce);
  if (volume.length === 0) return nothing(t("brakes.volume-none"));
  return mayOf(data, "volume.approve")
    ? html`<p class="utrecht-paragraph">${t("brakes.volume-lifts")}</p>
${moreText(page, all.length)}
${choosingForm(page, "volume", volume.length, (name) => volumeBrakeTable(page, volume, names, name))}`
    : html`${nothing(t("brakes.role-only"))}${volumeBrakeTable(page, volume, names)}`;
}

function moreText({ t, number }: Page, count: number): Html | string {
  if (count <= mostAtOnce) return "";
  return nothing(t("brakes.more", { shown: number(mostAtOnce), count: number(count) }));
}

function canaries(page: Page, { brakes, canaryWaitMs }: BrakesPageData): Html {
  const { t, number, instant } = page;
  return html`<p class="utrecht-paragraph">${t("brakes.canaries-text")}</p>
${table<Brakes["canaries"][number]>({
  caption: t("brakes.canaries"),
  quietCaption: true,
  columns: [
    {
      head: t("received.report"),
      names: true,
      cell: (canary) => html`${reportName(page, canary)}${toReport(page, canary.report)}`,
    },
    {
      head: t("brakes.why"),
      cell: ({ first, recipients }) =>
        t("brakes.canary-first", { first: number(first), recipients: number(recipients) }),
    },
    { head: t("brakes.since"), cell: ({ heldAt }) => instant(heldAt) },
    {
      head: t("brakes.canary-until"),
      cell: ({ heldAt }) => instant(new Date(heldAt.getTime() + canaryWaitMs)),
    },
  ],
  rows: brakes.canaries,
})}`;
}

function approvals(page: Page, approvals: readonly Approval[]): Html {
  const { t, instant } = page;
  const list =
    approvals.length === 0
      ? nothing(t("brakes.approvals-none"))
      : table<Approval>({
          caption: t("brakes.approvals"),
          quietCaption: true,
          columns: [
            {
              head: t("approvals.act"),
              names: true,
              cell: ({ id, act }) => link(`/approvals/${id}`, actText(page, act)),
            },
            { head: t("approvals.asked-by"), cell: ({ asker }) => asker.name },
            { head: t("brakes.since"), cell: ({ askedAt }) => instant(askedAt) },
            { head: t("approvals.state"), cell: ({ state }) => stateBadge(page, state) },
          ],
          rows: approvals,
        });
  return html`<p class="utrecht-paragraph">${t("brakes.approvals-text")}</p>${list}`;
}

function elsewhere({ t }: Page, { waitingReports }: BrakesPageData): Html {
  const items = [
    link("/finders", t("brakes.elsewhere-reports", { count: waitingReports })),
    link("/findings?disposition=heldForPerson", t("brakes.held-findings")),
    link("/deliveries", t("deliveries.title")),
  ];
  return html`<ul class="utrecht-unordered-list">
${items.map((item) => html`<li class="utrecht-unordered-list__item">${item}</li>`)}
</ul>`;
}
