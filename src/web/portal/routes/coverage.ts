import { permit } from "../../../actions/access/permit.ts";
import { accountCoverage } from "../../../actions/account-coverage.ts";
import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import type { WebApp, WebContext } from "../../context.ts";
import { makeRecent } from "../../recent.ts";
import { toPage } from "../page.ts";
import { coveragePage } from "../pages/coverage-page.ts";

const groupsShown = 20;

/** Counting every address takes some seconds: looking may take a twentieth of the time. */
const maxAgeMs = (tookMs: number): number => (tookMs < 250 ? 0 : 20 * tookMs);

export function addCoveragePage(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  const country = context.instance.homeCountry;
  const by = ["as", "intermediary", "sector", "organisation", "overlap"] as const;
  const read = makeRecent(async () => {
    const asOf = context.clock();
    const input = { country, listed: groupsShown, by };
    return { coverage: await accountCoverage({ context, input }), country, asOf };
  }, maxAgeMs);
  portal.get("/coverage", async (c) => {
    permit(c.var.actor, "coverage.read", "everybody");
    const [shown, names] = await Promise.all([read(), readNames()]);
    return c.html(coveragePage(toPage(context, c), shown, names));
  });
}
