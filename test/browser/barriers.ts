import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** How long a browser may take over one thing: it only ends what hangs. */
export const patienceMs = 300_000;

type Violation = { readonly id: string; readonly nodes: readonly { readonly html: string }[] };

/** What axe finds on the page that is open, or about to be. */
export async function listBarriers(page: Page): Promise<unknown[]> {
  // A click waits until the next page begins, not until all of it is there.
  await page.waitForLoadState();
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe.run(),
  );
  const path = new URL(page.url()).pathname;
  return violations.map(({ id, nodes }) => [path, id, nodes.map(({ html }) => html)]);
}

/** Run in the page: its width, and what stands beyond 320 pixels, without what only screen readers get. */
export const findBeyond320 = `[
  document.documentElement.scrollWidth,
  [...document.querySelectorAll("main *:not(.mp-quiet, .mp-quiet *, thead, thead *)")]
    .filter((element) => element.getBoundingClientRect().right > 320)
    .map((element) => element.outerHTML.slice(0, 200)),
]`;
