import { createRoute, z } from "@hono/zod-openapi";
import { previewRelease } from "../../actions/preview-release.ts";
import { refuseReport } from "../../actions/refuse-report.ts";
import { releaseReport } from "../../actions/release-report.ts";
import { holdReasons, rungs } from "../../domain/decision/rung.ts";
import type { ReportId } from "../../domain/ids.ts";
import { waitReasons } from "../../domain/report/wait-reason.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { json, jsonBody, problem, problems, reportId } from "./described.ts";

const params = z.object({ id: reportId });
const failures = {
  ...problems,
  403: problem("Not an operator, nor a vetter."),
  404: problem("There is no such report."),
  409: problem("It does not wait for a person."),
} as const;

const previewRoute = createRoute({
  method: "get",
  path: "/reports/{id}/release",
  summary: "What releasing a report that waits would do",
  request: { params },
  responses: {
    200: json(
      "What it would do; nothing was changed",
      z
        .object({
          report: reportId,
          finder: z.string(),
          waitsBecause: z.enum(waitReasons).nullable(),
          signedBy: z.string().nullable(),
          accepted: z.int(),
          quarantined: z.int(),
          seenAgain: z.int(),
          findings: z.int(),
          owners: z.array(z.object({ owner: z.string().nullable(), findings: z.int() })),
          recipients: z.array(
            z.object({
              role: z.enum(["primary", "informed"]),
              rung: z.enum(rungs).nullable(),
              organisation: z.string().nullable(),
              address: z.string(),
              findings: z.int(),
            }),
          ),
          held: z.array(z.object({ reason: z.enum(holdReasons), findings: z.int() })),
        })
        .openapi("PreviewedRelease"),
    ),
    ...failures,
  },
});

const releaseRoute = createRoute({
  method: "post",
  path: "/reports/{id}/release",
  summary: "Let a report go out: one that waits for a person, or was held",
  request: { params },
  responses: {
    200: json("What changed", z.object({ released: z.boolean(), holdLifted: z.boolean() })),
    ...failures,
  },
});

const refuseRoute = createRoute({
  method: "post",
  path: "/reports/{id}/refuse",
  summary: "Refuse a report that waits, for good: what it alone showed is withdrawn",
  request: {
    params,
    body: jsonBody(z.strictObject({ reason: z.string().min(1).max(2000) })),
  },
  responses: { 200: json("What changed", z.object({ withdrawn: z.int() })), ...failures },
});

export function addReleaseRoutes(api: Api, context: WebContext): void {
  api.openapi(previewRoute, async (c) => {
    const report = c.req.valid("param").id as ReportId;
    const previewed = await previewRelease({ context, input: { report, actor: c.var.actor } });
    const { owners, recipients, held, ...rest } = previewed;
    return c.json(
      { ...rest, owners: [...owners], recipients: [...recipients], held: [...held] },
      200,
    );
  });
  api.openapi(releaseRoute, async (c) => {
    const report = c.req.valid("param").id as ReportId;
    return c.json(await releaseReport({ context, input: { report, actor: c.var.actor } }), 200);
  });
  api.openapi(refuseRoute, async (c) => {
    const report = c.req.valid("param").id as ReportId;
    const { reason } = c.req.valid("json");
    return c.json(
      await refuseReport({ context, input: { report, reason, actor: c.var.actor } }),
      200,
    );
  });
}
