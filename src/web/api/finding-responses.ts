import { createRoute, z } from "@hono/zod-openapi";
import { sayFalsePositive } from "../../actions/say-false-positive.ts";
import type { FindingId } from "../../domain/ids.ts";
import type { WebContext } from "../context.ts";
import { type Api, json, jsonBody, problem, problems } from "./described.ts";

const route = createRoute({
  method: "post",
  path: "/findings/responses",
  summary: "Answer a finding: there is nothing",
  description:
    "By a handler of whoever was told, about what it sees. It is disputed until somebody of the house decides.",
  request: {
    body: jsonBody(
      z
        .strictObject({
          finding: z.int().positive(),
          kind: z.literal("false-positive"),
          reason: z.string().min(1).max(2000),
        })
        .openapi("FindingResponse"),
    ),
  },
  responses: {
    200: json("It is disputed now", z.object({ state: z.literal("disputed") })),
    ...problems,
    403: problem("Not a handler."),
    404: problem("There is no such finding, or it is not yours."),
    409: problem("It was said before, or the finding is closed."),
  },
});

export function addResponseRoute(api: Api, context: WebContext): void {
  api.openapi(route, async (c) => {
    const { finding, reason } = c.req.valid("json");
    const input = { actor: c.var.actor, finding: finding as FindingId, reason };
    await sayFalsePositive({ context, input });
    return c.json({ state: "disputed" as const }, 200);
  });
}
