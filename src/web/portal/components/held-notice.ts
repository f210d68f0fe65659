import { html } from "hono/html";
import type { Brakes } from "../../../actions/list-brakes.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import type { TextKey } from "../texts/nl.ts";
import { link } from "./section.ts";

/** Says that something is held, and how much of which kind; nothing where nothing is. */
export function heldNotice({ t, number }: Page, brakes: Brakes | null): Html | string {
  if (brakes === null) return "";
  const { holds, stops, reports, volume } = brakes;
  const counts: readonly (readonly [TextKey, number])[] = [
    ["brakes.key-switches", holds.length],
    ["brakes.key-stops", stops.length],
    ["brakes.key-reports", reports.length],
    ["brakes.key-volume", volume.length],
  ];
  const said = counts
    .filter(([, count]) => count > 0)
    .map(([key, count]) => `${number(count)} ${t(key, { count })}`);
  if (said.length === 0) return "";
  return html`<div class="utrecht-alert utrecht-alert--warning"><div class="utrecht-alert__content">
<p class="utrecht-paragraph"><strong>${t("brakes.notice")}</strong> ${link("/brakes", said.join(", "))}</p>
</div></div>`;
}
