import { createRoute, z } from "@hono/zod-openapi";
import { readNotifications } from "../../actions/read-notifications.ts";
import { lanes } from "../../domain/finding/lane.ts";
import type { NotificationId } from "../../domain/ids.ts";
import { notificationRoles } from "../../domain/notification/notification.ts";
import { deliveryStates } from "../../store/views/notification-list.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { instant, json, nextCursor, paging, problems, reportId, rung, tier } from "./described.ts";
import { readUuidCursor, toPage } from "./page.ts";

const deliverySchema = z
  .object({
    notification: z.uuid(),
    number: z.string().openapi({ example: "NSM-7K3F-92QD" }),
    role: z.enum(notificationRoles),
    address: z.string(),
    organisation: z.string().nullable(),
    rung: rung.nullable(),
    lane: z.enum(lanes),
    round: z.int(),
    tier,
    caseName: z.string().nullable(),
    kind: z.string().nullable(),
    subject: z.string(),
    rows: z.int(),
    part: z.int(),
    parts: z.int(),
    composedAt: instant,
    delivery: z
      .object({
        id: z.uuid(),
        channel: z.string(),
        state: z.enum(deliveryStates),
        attempts: z.int(),
        queuedAt: instant,
        nextAttemptAt: instant,
        settledAt: instant.nullable(),
        reply: z.string().nullable().openapi({ description: "The last the mail server said." }),
      })
      .nullable(),
  })
  .openapi("Delivery");

const route = createRoute({
  method: "get",
  path: "/deliveries",
  summary: "What went out and whether it arrived, the latest first",
  request: {
    query: z.object({
      state: z.enum(deliveryStates).optional(),
      report: reportId.optional().openapi({ description: "With rows of this report." }),
      ...paging,
    }),
  },
  responses: {
    200: json(
      "A page of deliveries",
      z.object({ deliveries: z.array(deliverySchema), nextCursor }),
    ),
    ...problems,
  },
});

export function addDeliveryRoutes(api: Api, context: WebContext): void {
  api.openapi(route, async (c) => {
    const { after, limit, ...filters } = c.req.valid("query");
    const from = readUuidCursor(after) as NotificationId | null;
    const found = await readNotifications({
      context,
      input: { actor: c.var.actor, filters, after: from, limit: limit + 1 },
    });
    const page = toPage(found, limit, ({ notification }) => notification);
    return c.json({ deliveries: [...page.items], nextCursor: page.nextCursor }, 200);
  });
}
