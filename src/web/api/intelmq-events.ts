import { createRoute, z } from "@hono/zod-openapi";
import { receiveEvents } from "../../actions/receive-events.ts";
import { type FinderId, isSlug } from "../../domain/ids.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { instant, json, problem, problems } from "./described.ts";

const route = createRoute({
  method: "post",
  path: "/intelmq/events",
  summary: "Hand events of IntelMQ over, one by one or many at once",
  description:
    "A harmonised event as a JSON object, flat or nested, an array of them, or one a line. The answer comes when they " +
    "are kept; they become a report of the finder within minutes.",
  request: {
    query: z.object({
      finder: z.string().refine(isSlug, "is not the id of a finder").openapi({ example: "certnl" }),
    }),
    headers: z.object({
      "idempotency-key": z
        .string()
        .regex(/^[\x21-\x7e]{1,255}$/, "is not 1 to 255 signs without spaces")
        .optional()
        .openapi({ description: "Repeated within a day, the same events are kept once." }),
    }),
    body: {
      // JSON too: it is described as text, so that what is no event is put aside instead of refusing the others.
      content: { "application/x-ndjson": { schema: z.string() } },
    },
  },
  responses: {
    200: json(
      "They are kept",
      z
        .object({ finder: z.string(), events: z.int(), receivedAt: instant })
        .openapi("ReceivedEvents"),
    ),
    ...problems,
    413: problem("The body holds too much."),
    422: problem("The body holds no event, or the key was used for others."),
  },
});

export function addEventsRoute(api: Api, context: WebContext): void {
  api.openapi(route, async (c) => {
    const { finder } = c.req.valid("query");
    const key = c.req.valid("header")["idempotency-key"] ?? null;
    const body = Buffer.from(await c.req.arrayBuffer());
    const input = { actor: c.var.actor, finder: finder as FinderId, body, key };
    return c.json(await receiveEvents({ context, input }), 200);
  });
}
