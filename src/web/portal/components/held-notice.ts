import { html } from "hono/html";
import type { HeldCounts } from "../../../store/views/held-counts.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import type { TextKey } from "../texts/nl.ts";
import { link } from "./section.ts";

/** Says that something is held, and how much of which kind; nothing where nothing is. */
export function heldNotice({ t, number }: Page, held: HeldCounts | null): Html | string {
  if (held === null) return "";
  const counts: readonly (readonly [TextKey, number])[] = [
    ["brakes.key-switches", held.holds],
    ["brakes.key-stops", held.stops],
    ["brakes.key-reports", held.reports],
    ["brakes.key-volume", held.volume],
  ];
  const said = counts
    .filter(([, count]) => count > 0)
    .map(([key, count]) => `${number(count)} ${t(key, { count })}`);
  if (said.length === 0) return "";
  return html`<div class="utrecht-alert utrecht-alert--warning"><div class="utrecht-alert__content">
<p class="utrecht-paragraph"><strong>${t("brakes.notice")}</strong> ${link("/brakes", said.join(", "))}</p>
</div></div>`;
}
