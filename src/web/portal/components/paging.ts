import { html } from "hono/html";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { link } from "./section.ts";

/** Leads to the next page of a list, and back to its beginning. */
export function paging({ t }: Page, first: string, next: string | null): Html | string {
  if (next === null) return "";
  return html`<p class="utrecht-paragraph mp-paging">${link(first, t("page.first"))} ${link(next, t("page.next"))}</p>`;
}
