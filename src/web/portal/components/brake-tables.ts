import { html } from "hono/html";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import {
  type ReportBrake,
  reportName,
  toReport,
  type VolumeBrake,
  whyReport,
  whyVolume,
} from "./brake-text.ts";
import { type Names, recipient } from "./recipient.ts";
import { type Column, table } from "./table.ts";

/** How a brake is named in a table: beside a box to tick, or by itself. */
type NameBrake = (id: string, name: Html | string) => Html | string;

const plain: NameBrake = (_, name) => name;

/** Brakes on reports: why, how much waits, since when. */
export function reportBrakeTable(
  page: Page,
  brakes: readonly ReportBrake[],
  name: NameBrake = plain,
): Html {
  const { t } = page;
  return table<ReportBrake>({
    caption: t("brakes.reports"),
    quietCaption: true,
    columns: [
      {
        head: t("received.report"),
        names: true,
        room: "medium",
        cell: (brake) =>
          html`${name(brake.id, reportName(page, brake))}${toReport(page, brake.report)}`,
      },
      { head: t("brakes.why"), room: "wide", cell: (brake) => whyReport(page, brake) },
      ...figures<ReportBrake>(page),
    ],
    rows: brakes,
  });
}

/** Brakes on what recipients would get. */
export function volumeBrakeTable(
  page: Page,
  brakes: readonly VolumeBrake[],
  names: Names,
  name: NameBrake = plain,
): Html {
  const { t } = page;
  return table<VolumeBrake>({
    caption: t("brakes.volume"),
    quietCaption: true,
    columns: [
      {
        head: t("brakes.recipient"),
        names: true,
        room: "wide",
        cell: ({ id, organisation, address }) => name(id, recipient(names, organisation, address)),
      },
      { head: t("brakes.why"), room: "wide", cell: (brake) => whyVolume(page, brake) },
      ...figures<VolumeBrake>(page),
    ],
    rows: brakes,
  });
}

function figures<Brake extends { readonly rows: number; readonly heldAt: Date }>({
  t,
  number,
  instant,
}: Page): Column<Brake>[] {
  return [
    { head: t("brakes.waiting"), numeric: true, cell: ({ rows }) => number(rows) },
    { head: t("brakes.since"), cell: ({ heldAt }) => instant(heldAt) },
  ];
}

/** So many are shown and lifted at once: a form of more is larger than the portal takes. */
export const mostAtOnce = 1000;

/** The brakes of a table with a box each, and the buttons that ask about lifting those ticked, or all. */
export function choosingForm(
  { t, number }: Page,
  kind: "report" | "volume",
  count: number,
  toTable: (name: NameBrake) => Html,
): Html {
  const name: NameBrake = (
    id,
    text,
  ) => html`<span class="mp-choose"><input class="utrecht-checkbox" type="checkbox" name="brake" value="${id}" id="brake-${id}">
<label for="brake-${id}">${text}</label></span>`;
  return html`<form method="post" action="/brakes/lift">
<input type="hidden" name="kind" value="${kind}">
${toTable(name)}
<div class="mp-answers">
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("brakes.lift-chosen")}</button>
${count < 2 ? "" : html`<button class="utrecht-button utrecht-button--secondary-action" type="submit" name="all" value="yes">${t("brakes.lift-all", { count: number(count) })}</button>`}
</div>
</form>`;
}
