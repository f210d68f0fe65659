import { html } from "hono/html";
import { type Disposition, dispositions } from "../../../domain/finding/disposition.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

type Counts = Readonly<Partial<Record<Disposition, number>>>;

/** Counts in the order of the dispositions, those that are 0 left out. */
export function listCounts(
  counts: Counts,
): { readonly name: Disposition; readonly count: number }[] {
  return dispositions
    .map((name) => ({ name, count: counts[name] ?? 0 }))
    .filter(({ count }) => count > 0);
}

/** Shares as a bar, and the counts in words, which say all that it shows. */
export function dispositionCounts(page: Page, counts: Counts): Html {
  const list = listCounts(counts);
  if (list.length === 0) return html`${page.t("page.none")}`;
  return html`${dispositionBar(counts)}<ul class="mp-counts">
${list.map(({ name, count }) => html`<li><span class="mp-swatch mp-swatch--${name}" aria-hidden="true"></span>${page.number(count)} ${page.t(`disposition.${name}`)}</li>`)}
</ul>`;
}

/** SVG, because a width in a style attribute is what the content security policy keeps out. */
export function dispositionBar(counts: Counts): Html {
  const list = listCounts(counts);
  const total = list.reduce((sum, { count }) => sum + count, 0);
  let from = 0;
  return html`<svg class="mp-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
${list.map(({ name, count }) => {
  const width = (count / total) * 1000;
  from += width;
  return html`<rect class="mp-bar__${name}" x="${(from - width).toFixed(2)}" width="${width.toFixed(2)}" height="10"/>`;
})}</svg>`;
}
