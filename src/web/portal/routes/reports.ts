import type { Context } from "hono";
import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { previewRelease } from "../../../actions/preview-release.ts";
import { refuseReport } from "../../../actions/refuse-report.ts";
import { releaseReport } from "../../../actions/release-report.ts";
import { showReport } from "../../../actions/show-report.ts";
import { showReportFates } from "../../../actions/show-report-fates.ts";
import { may } from "../../../domain/access/may.ts";
import type { ReportId } from "../../../domain/ids.ts";
import { AppError } from "../../../platform/errors.ts";
import { listRecipientTotals } from "../../../store/views/recipient-totals.ts";
import { listReports } from "../../../store/views/report-list.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import { reportFatesPage } from "../pages/report-fates-page.ts";
import { reportPage } from "../pages/report-page.ts";
import { reportsPage } from "../pages/reports-page.ts";
import type { WaitingTrouble } from "../pages/waiting-report.ts";
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
  portal.get("/reports/:id", (c) => showOne({ context, readNames }, c, null));
  portal.get("/reports/:id/fates", async (c) => {
    const input = { report: getUuid(c.req.param("id")) as ReportId, actor: c.var.actor };
    return c.html(reportFatesPage(toPage(context, c), await showReportFates({ context, input })));
  });
  portal.post("/reports/:id", async (c) => {
    const report = getUuid(c.req.param("id")) as ReportId;
    const { answer, checked, reason } = await c.req.parseBody();
    const input = { report, actor: c.var.actor };
    const trouble = await tell(async () => {
      if (answer === "release") {
        // The browser asks for the tick too; this is for those that do not.
        if (checked !== "yes") return "unchecked";
        await releaseReport({ context, input });
      } else {
        const text = typeof reason === "string" ? reason : "";
        await refuseReport({ context, input: { ...input, reason: text } });
      }
      return null;
    });
    return trouble === null
      ? c.redirect(`/reports/${report}`, 303)
      : showOne({ context, readNames }, c, trouble);
  });
}

type Shown = { readonly context: WebContext; readonly readNames: OrganisationNames };

async function showOne(
  { context, readNames }: Shown,
  c: Context<WebEnv>,
  trouble: WaitingTrouble | null,
): Promise<Response> {
  const report = getUuid(c.req.param("id") ?? "") as ReportId;
  const { actor } = c.var;
  const summary = await showReport({ context, input: { report, actor } });
  const [found, names] = await Promise.all([
    listRecipientTotals(context.sql, report, recipientsShown + 1),
    readNames(),
  ]);
  const recipients = found.slice(0, recipientsShown);
  const isMore = found.length > recipientsShown;
  const waits =
    summary.state === "completed" && summary.releasedAt === null && summary.rejected === null;
  const waiting =
    waits && may(actor, "report.release", "everybody")
      ? { previewed: await previewRelease({ context, input: { report, actor } }), trouble }
      : null;
  const status = trouble === null ? 200 : trouble === "closed" ? 409 : 422;
  const mayRecall = may(actor, "report.recall", "everybody");
  const mayHold = summary.state === "completed" && may(actor, "report.hold", "everybody");
  const data = { summary, recipients, isMore, names, waiting, mayRecall, mayHold };
  return c.html(reportPage(toPage(context, c), data), status);
}

/** What stands in the way, for the page; a report that was decided about meanwhile is no failure. */
async function tell(
  answering: () => Promise<WaitingTrouble | null>,
): Promise<WaitingTrouble | null> {
  try {
    return await answering();
  } catch (error) {
    if (error instanceof AppError && error.code === "wrong-usage") return "no-reason";
    if (error instanceof AppError && error.code === "conflict") return "closed";
    throw error;
  }
}
