import { html } from "hono/html";
import type { Brakes } from "../../../actions/list-brakes.ts";
import type { HoldTarget } from "../../../domain/notification/hold-target.ts";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { link } from "./section.ts";

export type ReportBrake = Brakes["reports"][number];
export type VolumeBrake = Brakes["volume"][number];

/** Why a report is under a brake, and how much of the kind goes by itself. */
export function whyReport({ t, number }: Page, { kind, figure, most }: ReportBrake): string {
  return t(`brakes.why-${kind}`, { figure, most: number(most) });
}

/** Why a recipient is. */
export function whyVolume({ t, number }: Page, brake: VolumeBrake): string {
  const { round, rows, limitRows } = brake;
  return t("brakes.why-volume", { round, rows, limit: number(limitRows) });
}

/** What a kill switch stops, as plain text. */
export function targetText({ t }: Page, target: HoldTarget): string {
  switch (target.kind) {
    case "lane":
      return t("switch.lane", { value: t(`lane.${target.value}`) });
    case "channel":
      return t("switch.channel", { value: t(`channel.${target.value}`) });
    case "report":
      return t("switch.report", { value: shortId(target.value) });
    default:
      return t(`switch.${target.kind}`, { value: toSafeText(target.value, 300) });
  }
}

/** Both ends of an id: its beginning is an instant, which all reports of a minute share. */
function shortId(id: string): string {
  return `${id.slice(0, 8)}…${id.slice(-4)}`;
}

/** The same, with the way to it where there is a page. */
export function targetLink(page: Page, target: HoldTarget): Html | string {
  const text = targetText(page, target);
  if (target.kind === "report") return link(`/reports/${target.value}`, text);
  return target.kind === "finder" ? link(`/finders/${target.value}`, text) : text;
}

/** Whose report it is, and of which case. */
export function reportName(
  { t }: Page,
  report: { readonly finder: string; readonly caseName: string | null },
): string {
  const { finder, caseName } = report;
  return caseName === null
    ? finder
    : `${finder}, ${t("brakes.case", { name: toSafeText(caseName, 100) })}`;
}

/** The way to a report, under what names it. */
export function toReport({ t }: Page, report: string): Html {
  const text = t("switch.report", { value: shortId(report) });
  return html`<br>${link(`/reports/${report}`, text)}`;
}
