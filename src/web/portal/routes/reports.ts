import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { showReport } from "../../../actions/show-report.ts";
import type { ReportId } from "../../../domain/ids.ts";
import { listRecipientTotals } from "../../../store/views/recipient-totals.ts";
import { listReports } from "../../../store/views/report-list.ts";
import type { WebApp, WebContext } from "../../context.ts";
import { toPage } from "../page.ts";
import { reportPage } from "../pages/report-page.ts";
import { reportsPage } from "../pages/reports-page.ts";
import { getUuid } from "../path-values.ts";

const recipientsShown = 200;

export function addReportPages(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  const { sql } = context;
  portal.get("/reports", async (c) =>
    c.html(reportsPage(toPage(context, c), await listReports(sql, 100))),
  );
  portal.get("/reports/:id", async (c) => {
    const report = getUuid(c.req.param("id")) as ReportId;
    const summary = await showReport({ context, input: { report, actor: c.var.actor } });
    const [found, names] = await Promise.all([
      listRecipientTotals(sql, report, recipientsShown + 1),
      readNames(),
    ]);
    const recipients = found.slice(0, recipientsShown);
    const isMore = found.length > recipientsShown;
    return c.html(reportPage(toPage(context, c), { summary, recipients, isMore, names }));
  });
}
