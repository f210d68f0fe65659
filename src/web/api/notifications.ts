import { createRoute, z } from "@hono/zod-openapi";
import { acknowledgeNotifications } from "../../actions/acknowledge-notifications.ts";
import { type FetchWhat, fetchNotifications } from "../../actions/fetch-notifications.ts";
import { AppError } from "../../platform/errors.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { instant, json, jsonBody, nextCursor, paging, problem, problems } from "./described.ts";

const cursor = z.string().regex(/^\d{1,15}$/, "is no cursor of this list");

const fetchRoute = createRoute({
  method: "get",
  path: "/notifications",
  summary: "What your organisation is told, for programs that fetch",
  description:
    "Without `from` and `until`: what was not acknowledged yet, the first first. With both: what you were told in that time and got, by whatever way. Documents are as in docs/formats/notification.md.",
  request: {
    query: z.object({
      after: cursor.optional().openapi({ description: "`nextCursor` of the page before" }),
      limit: paging.limit,
      from: instant.optional(),
      until: instant.optional(),
    }),
  },
  responses: {
    200: json(
      "A page of notifications",
      z.object({
        notifications: z.array(
          z
            .object({
              cursor: z.string(),
              type: z.string().openapi({ example: "notification" }),
              timestamp: instant,
              data: z.record(z.string(), z.unknown()),
            })
            .openapi("FetchedNotification"),
        ),
        nextCursor,
      }),
    ),
    ...problems,
    403: problem("Not of an organisation."),
    404: problem("Your organisation has no endpoint to fetch by."),
  },
});

const acknowledgeRoute = createRoute({
  method: "post",
  path: "/notifications/acknowledged",
  summary: "Say that you have what you fetched, up to a cursor: it counts as delivered",
  request: { body: jsonBody(z.strictObject({ cursor })) },
  responses: {
    200: json(
      "What it did",
      z.object({
        acknowledged: z.int(),
        tested: z.boolean().openapi({ description: "Your endpoint counts from now on." }),
      }),
    ),
    ...problems,
    403: problem("Not a handler of an organisation."),
  },
});

export function addNotificationRoutes(api: Api, context: WebContext): void {
  api.openapi(fetchRoute, async (c) => {
    const { after, limit, from, until } = c.req.valid("query");
    const input = {
      actor: c.var.actor,
      what: toWhat(from, until),
      after: Number(after ?? -1),
      limit,
    };
    const found = await fetchNotifications({ context, input });
    const notifications = found.map(({ cursor, document }) => ({
      cursor,
      ...(document as { type: string; timestamp: string; data: Record<string, unknown> }),
    }));
    // One more is not looked for: what is looked at counts as shown.
    const last = found.length === limit ? found.at(-1)?.cursor : undefined;
    return c.json({ notifications, nextCursor: last ?? null }, 200);
  });
  api.openapi(acknowledgeRoute, async (c) => {
    const upTo = Number(c.req.valid("json").cursor);
    const input = { actor: c.var.actor, upTo };
    return c.json(await acknowledgeNotifications({ context, input }), 200);
  });
}

function toWhat(from: string | undefined, until: string | undefined): FetchWhat {
  if (from === undefined && until === undefined) return "waiting";
  if (from === undefined || until === undefined) {
    throw new AppError("wrong-usage", "Give from and until, or neither.");
  }
  return { from: new Date(from), until: new Date(until) };
}
