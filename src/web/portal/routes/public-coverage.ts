import { readPublicCoverage } from "../../../actions/read-public-coverage.ts";
import type { WebApp, WebContext } from "../../context.ts";
import { makeRecent } from "../../recent.ts";
import { toPage } from "../page.ts";
import { publicCoveragePage } from "../pages/public-coverage-page.ts";

/** However often somebody looks, what they see changes at most so often. */
const maxAgeMs = 3_600_000;

/** The coarse coverage for everybody, where the instance publishes it; else there is no such page. */
export function addPublicCoverage(portal: WebApp, context: WebContext): void {
  if (!context.instance.publicCoverage) return;
  const read = makeRecent(
    () => readPublicCoverage({ context }),
    () => maxAgeMs,
  );
  portal.get("/public/coverage", async (c) =>
    c.html(publicCoveragePage(toPage(context, c), await read())),
  );
  portal.get("/public/coverage.json", async (c) => c.json(await read()));
}
