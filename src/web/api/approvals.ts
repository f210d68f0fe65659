import { createRoute, z } from "@hono/zod-openapi";
import type { Approval } from "../../actions/access/approval-view.ts";
import { approveRequest } from "../../actions/approve-request.ts";
import { listApprovals } from "../../actions/list-approvals.ts";
import { refuseRequest } from "../../actions/refuse-request.ts";
import { showApproval } from "../../actions/show-approval.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { instant, json, jsonBody, problem, problems } from "./described.ts";

const person = z.object({ name: z.string(), body: z.string().nullable() }).openapi("Person");

const stateSchema = z.union([
  z.object({
    kind: z.literal("waiting"),
    people: z.int().openapi({ description: "How many more at least." }),
    bodies: z.int().openapi({ description: "Of how many other bodies some of them have to be." }),
    presentBodies: z.array(z.string()),
  }),
  z.object({ kind: z.enum(["approved", "refused", "expired", "used"]) }),
]);

const approvalSchema = z
  .object({
    id: z.uuid(),
    act: z.string().openapi({ example: "world.load" }),
    summary: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .openapi({ description: "What would happen, in figures." }),
    asker: person,
    askedAt: instant,
    expiresAt: instant,
    people: z.int(),
    bodies: z.int(),
    usedAt: instant.nullable(),
    answers: z.array(
      z.object({
        person,
        approves: z.boolean(),
        answeredAt: instant,
        reason: z.string().nullable(),
      }),
    ),
    state: stateSchema,
  })
  .openapi("Approval");

const params = z.object({ id: z.uuid() });
const refusals = {
  403: problem("The token is not for this."),
  404: problem("There is no such request."),
};

const list = createRoute({
  method: "get",
  path: "/approvals",
  summary: "What waits for several people, the latest first",
  request: {
    query: z.object({
      state: z
        .enum(["open", "all"])
        .default("open")
        .openapi({ description: "`all`: also what was used, refused or is over." }),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
  },
  responses: {
    200: json("Requests for approval", z.object({ approvals: z.array(approvalSchema) })),
    ...problems,
    403: refusals[403],
  },
});

const show = createRoute({
  method: "get",
  path: "/approvals/{id}",
  summary: "One request for approval, and who answered what",
  request: { params },
  responses: { 200: json("The request", approvalSchema), ...problems, ...refusals },
});

const answer = createRoute({
  method: "post",
  path: "/approvals/{id}/answers",
  summary: "Approve what somebody else asked for, or refuse it",
  description: "Whoever asked does the same again then.",
  request: {
    params,
    body: jsonBody(
      z.union([
        z.strictObject({ approves: z.literal(true) }),
        z.strictObject({ approves: z.literal(false), reason: z.string().min(1).max(500) }),
      ]),
    ),
  },
  responses: {
    200: json("The request as it stands then", approvalSchema),
    ...problems,
    ...refusals,
    409: problem("It is closed, your own, or you answered before."),
  },
});

export function addApprovalRoutes(api: Api, context: WebContext): void {
  api.openapi(list, async (c) => {
    const { state, limit } = c.req.valid("query");
    const input = { actor: c.var.actor, open: state === "open", limit };
    const found = await listApprovals({ context, input });
    return c.json({ approvals: found.map(toJson) }, 200);
  });
  api.openapi(show, async (c) => {
    const input = { actor: c.var.actor, id: c.req.valid("param").id };
    return c.json(toJson(await showApproval({ context, input })), 200);
  });
  api.openapi(answer, async (c) => {
    const given = c.req.valid("json");
    const input = { actor: c.var.actor, id: c.req.valid("param").id };
    const found = given.approves
      ? await approveRequest({ context, input })
      : await refuseRequest({ context, input: { ...input, reason: given.reason } });
    return c.json(toJson(found), 200);
  });
}

function toJson(approval: Approval): z.infer<typeof approvalSchema> {
  const { askedAt, expiresAt, usedAt, answers, state, ...rest } = approval;
  return {
    ...rest,
    askedAt: askedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
    answers: answers.map(({ answeredAt, ...one }) => ({
      ...one,
      answeredAt: answeredAt.toISOString(),
    })),
    state: state.kind === "waiting" ? { ...state, presentBodies: [...state.presentBodies] } : state,
  };
}
