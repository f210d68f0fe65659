import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { may } from "../../../domain/access/may.ts";
import { countHeld } from "../../../store/views/held-counts.ts";
import { readStartPage } from "../../../store/views/start-page.ts";
import { countWaiting } from "../../../store/views/waiting-counts.ts";
import type { WebApp, WebContext } from "../../context.ts";
import { makeRecent } from "../../recent.ts";
import { sumOpen } from "../components/open-tables.ts";
import { toPage } from "../page.ts";
import { startPage } from "../pages/start-page.ts";

/**
 * The page costs a pass over the findings. Where that is little, everybody sees it as it is at this moment; where it is
 * much, looking may take a twentieth of the database's time, and the page says of when it is.
 */
const maxAgeMs = (tookMs: number): number => (tookMs < 250 ? 0 : 20 * tookMs);

export function addStartPage(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  const { sql, clock, catalogue, sink } = context;
  const read = makeRecent(async () => {
    const asOf = clock();
    return { ...(await readStartPage(sql, { reports: 10, notifications: 15 })), asOf };
  }, maxAgeMs);
  portal.get("/", async (c) => {
    const { actor } = c.var;
    const seesAll = may(actor, "delivery.read", "everybody");
    const [data, names, mails, held, waiting] = await Promise.all([
      read(),
      readNames(),
      sink?.list(10) ?? null,
      seesAll ? countHeld(sql) : null,
      seesAll ? countWaiting(sql) : null,
    ]);
    const totals = sumOpen(data.open, catalogue);
    const live = c.req.query("live") === "1";
    return c.html(
      startPage(toPage(context, c), { ...data, totals, names, mails, live, held, waiting }),
    );
  });
}
