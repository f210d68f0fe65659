import { createRoute, z } from "@hono/zod-openapi";
import { permit } from "../../actions/access/permit.ts";
import { showReport } from "../../actions/show-report.ts";
import type { ReportId } from "../../domain/ids.ts";
import { listReports } from "../../store/views/report-list.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { instant, json, problem, problems, reportId } from "./described.ts";
import { reportSchema, toReportAnswer } from "./report-answer.ts";

const listed = z
  .object({
    report: reportId,
    finder: z.string(),
    type: z.string().nullable(),
    fileName: z.string().nullable(),
    caseName: z.string().nullable(),
    state: z.enum(["received", "completed", "refused"]),
    receivedAt: instant,
    released: z.boolean(),
    held: z.boolean(),
    waits: z.boolean().openapi({ description: "For a person, to release or refuse it." }),
    accepted: z.int(),
    quarantined: z.int(),
  })
  .openapi("ReportListEntry");

const listRoute = createRoute({
  method: "get",
  path: "/reports",
  summary: "The latest reports, the latest first; a finder sees its own",
  request: { query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }) },
  responses: { 200: json("Reports", z.object({ reports: z.array(listed) })), ...problems },
});

const showRoute = createRoute({
  method: "get",
  path: "/reports/{id}",
  summary: "A report and where each of its rows stands today",
  request: { params: z.object({ id: reportId }) },
  responses: {
    200: json("The report", reportSchema),
    ...problems,
    404: problem("There is no such report."),
  },
});

export function addReportRoutes(api: Api, context: WebContext): void {
  api.openapi(listRoute, async (c) => {
    const { actor } = c.var;
    permit(actor, "report.read", actor.kind === "finder" ? { finder: actor.finder } : "everybody");
    const { limit } = c.req.valid("query");
    const finder = actor.kind === "finder" ? actor.finder : null;
    return c.json({ reports: await listReports(context.sql, limit, finder) }, 200);
  });
  api.openapi(showRoute, async (c) => {
    const report = c.req.valid("param").id as ReportId;
    return c.json(
      toReportAnswer(await showReport({ context, input: { report, actor: c.var.actor } })),
      200,
    );
  });
}
