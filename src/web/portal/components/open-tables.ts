import { html } from "hono/html";
import type { Catalogue } from "../../../domain/finding/finding-type.ts";
import { type Lane, laneOf, lanes } from "../../../domain/finding/lane.ts";
import { type Severity, severities } from "../../../domain/finding/severity.ts";
import type { OpenFindings, WaitReason } from "../../../store/views/start-page.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { severityBadge } from "./badge.ts";
import { link, nothing } from "./section.ts";
import { table } from "./table.ts";

/** Open findings, counted. */
export type OpenTotals = {
  readonly open: number;
  readonly waiting: number;
  readonly bySeverity: ReadonlyMap<Severity, Readonly<Record<Lane, number>>>;
  /** Most first. */
  readonly byReason: readonly (readonly [WaitReason, number])[];
};

/** Counts open findings by severity and lane; whether a type is actively exploited stands in the catalogue. */
export function sumOpen(open: readonly OpenFindings[], catalogue: Catalogue): OpenTotals {
  const bySeverity = new Map<Severity, Record<Lane, number>>();
  const byReason = new Map<WaitReason, number>();
  let sum = 0;
  for (const { type, severity, waitsFor, count } of open) {
    const lane = laneOf(severity, catalogue.findType(type)?.exploited ?? false);
    const counts = bySeverity.get(severity) ?? { now: 0, day: 0, week: 0 };
    counts[lane] += count;
    bySeverity.set(severity, counts);
    if (waitsFor !== null) byReason.set(waitsFor, (byReason.get(waitsFor) ?? 0) + count);
    sum += count;
  }
  return {
    open: sum,
    waiting: [...byReason.values()].reduce((sum, count) => sum + count, 0),
    bySeverity,
    byReason: [...byReason].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)),
  };
}

export function openTables(page: Page, totals: OpenTotals): Html {
  if (totals.open === 0) return nothing(page.t("open.none"));
  return html`<div class="mp-columns">${bySeverity(page, totals)}
<div id="waiting">${totals.waiting === 0 ? nothing(page.t("open.waiting-none")) : byReason(page, totals)}</div></div>`;
}

function bySeverity(page: Page, totals: OpenTotals): Html {
  const { t, number } = page;
  const rows = [...severities].reverse().filter((severity) => totals.bySeverity.has(severity));
  const count = (severity: Severity, lane: Lane): number =>
    totals.bySeverity.get(severity)?.[lane] ?? 0;
  const sumLanes = (severity: Severity): number =>
    lanes.reduce((sum, lane) => sum + count(severity, lane), 0);
  const show = (value: number): string => (value === 0 ? t("page.none") : number(value));
  return table<Severity>({
    caption: t("open.caption"),
    columns: [
      { head: t("open.severity"), names: true, cell: (severity) => severityBadge(page, severity) },
      ...lanes.map((lane) => ({
        head: t(`lane.${lane}`),
        numeric: true,
        cell: (severity: Severity) => show(count(severity, lane)),
      })),
      { head: t("open.total"), numeric: true, cell: (severity) => number(sumLanes(severity)) },
    ],
    rows,
    foot: [
      t("open.total"),
      ...lanes.map((lane) => show(rows.reduce((sum, severity) => sum + count(severity, lane), 0))),
      number(totals.open),
    ],
  });
}

function byReason(page: Page, totals: OpenTotals): Html {
  const { t, number } = page;
  return html`${table<OpenTotals["byReason"][number]>({
    caption: t("open.waiting-caption"),
    columns: [
      { head: t("open.reason"), names: true, cell: ([reason]) => t(`wait.${reason}`) },
      { head: t("open.count"), numeric: true, cell: ([, count]) => number(count) },
    ],
    rows: totals.byReason,
    foot: [t("open.total"), number(totals.waiting)],
  })}
<p class="utrecht-paragraph">${link("/findings?disposition=heldForPerson", t("open.show"))}</p>`;
}
