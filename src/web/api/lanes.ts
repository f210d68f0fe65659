import { createRoute, z } from "@hono/zod-openapi";
import { listLanes } from "../../actions/list-lanes.ts";
import { lanes } from "../../domain/finding/lane.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { instant, json, problems } from "./described.ts";

const laneSchema = z
  .object({
    lane: z.enum(lanes),
    recipients: z.int(),
    rows: z.int(),
    nextAt: instant.nullable().openapi({
      description: "When the first of what waits goes out; null when nothing does.",
    }),
    slotAt: instant.nullable().openapi({
      description:
        "When what comes in now goes out, to whoever has no hours of its own; null when no day is open.",
    }),
  })
  .openapi("Lane");

const route = createRoute({
  method: "get",
  path: "/lanes",
  summary: "What is decided and waits for its lane, and until when",
  responses: {
    200: json("The lanes, the soonest first", z.object({ lanes: z.array(laneSchema) })),
    ...problems,
  },
});

export function addLaneRoutes(api: Api, context: WebContext): void {
  api.openapi(route, async (c) => {
    const states = await listLanes({ context, input: { actor: c.var.actor } });
    return c.json({ lanes: states.map(toBody) }, 200);
  });
}

function toBody({ nextAt, slotAt, ...state }: Awaited<ReturnType<typeof listLanes>>[number]) {
  return {
    ...state,
    nextAt: nextAt?.toISOString() ?? null,
    slotAt: slotAt?.toISOString() ?? null,
  };
}
