import { html } from "hono/html";
import type { listEndpoints } from "../../../actions/list-endpoints.ts";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { noteBadge } from "./badge.ts";
import { english } from "./section.ts";

export type ShownEndpoint = Awaited<ReturnType<typeof listEndpoints>>[number];

/** How a program gets its notifications there. */
export function wayText({ t }: Page, { kind, format }: ShownEndpoint): string {
  if (kind === "folder")
    return t(format === "csv" ? "endpoints.folder-csv" : "endpoints.folder-json");
  return t(`endpoints.${kind}`);
}

/** Where an endpoint stands: whether it counts, and whether it works. */
export function endpointBadge({ t }: Page, { state, failingSince }: ShownEndpoint): Html {
  if (state === "disabled") return noteBadge("inactive", t("endpoints.state-disabled"));
  if (failingSince !== null && state === "active")
    return noteBadge("danger", t("endpoints.state-failing"));
  return state === "active"
    ? noteBadge("success", t("endpoints.state-active"))
    : noteBadge("warning", t("endpoints.state-untested"));
}

/** Since when everything fails, and what the last failure was. */
export function troubleText(page: Page, { failingSince, lastFailure }: ShownEndpoint): Html | null {
  if (failingSince === null) return null;
  const { t, instant } = page;
  const since = t("endpoints.failing", { since: "\u0000" }).split("\u0000");
  return html`${since[0]}${instant(failingSince)}${since[1]}: ${english(toSafeText(lastFailure ?? "", 300))}`;
}

/** When it took something last, as far as we look back. */
export function lastText({ t, instant }: Page, { lastTakenAt }: ShownEndpoint): Html | string {
  return lastTakenAt === null ? t("endpoints.last-none") : instant(lastTakenAt);
}
