import { createRoute, z } from "@hono/zod-openapi";
import { countConversion } from "../../actions/count-conversion.ts";
import { listResponses } from "../../actions/list-responses.ts";
import { isSlug, type OrganisationId } from "../../domain/ids.ts";
import { responseKinds } from "../../domain/response/response.ts";
import type { WebContext } from "../context.ts";
import { type Api, instant, json, problem, problems, toInstant } from "./described.ts";

const listRoute = createRoute({
  method: "get",
  path: "/responses",
  summary:
    "What recipients said, the latest first; of those that wait for a person the longest first",
  request: {
    query: z.object({
      waiting: z.enum(["true", "false"]).default("false"),
      organisation: z.string().refine(isSlug, "is not the id of an organisation").optional(),
      kind: z.enum(responseKinds).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
  },
  responses: {
    200: json(
      "Answers",
      z.object({
        responses: z.array(
          z
            .object({
              id: z.uuid(),
              saidAt: instant,
              saidBy: z.string(),
              kind: z.enum(responseKinds),
              detail: z.record(z.string(), z.string().nullable()),
              until: instant.nullable(),
              organisation: z.string().nullable(),
              number: z.string().nullable().openapi({ description: "Of the notification." }),
              by: z.enum(["link", "supplier", "other"]),
              findings: z.int(),
              first: z.array(z.int()).openapi({ description: "The first ten findings." }),
              isWaiting: z.boolean(),
              settledAt: instant.nullable(),
              settledBy: z.string().nullable(),
              settledNote: z.string().nullable(),
            })
            .openapi("Response"),
        ),
      }),
    ),
    ...problems,
    403: problem("Not of the house."),
  },
});

const counts = {
  sent: z.int().openapi({ description: "Notifications with a link to answer that a server took." }),
  answered: z.int(),
  begun: z.int().openapi({ description: "Registrations begun on one of these pages." }),
  confirmed: z.int(),
  accepted: z.int(),
};

const conversionRoute = createRoute({
  method: "get",
  path: "/responses/conversion",
  summary: "How many notifications were answered, and how many made somebody register",
  request: {
    query: z.object({
      since: z.iso.datetime().optional().openapi({ description: "90 days ago unless given." }),
      until: z.iso.datetime().optional().openapi({ description: "Exclusive." }),
    }),
  },
  responses: {
    200: json(
      "Figures",
      z.object({ ...counts, unsolicited: z.object(counts) }).openapi("AnswerConversion"),
    ),
    ...problems,
    403: problem("Not of the house."),
  },
});

const usualMs = 90 * 24 * 60 * 60_000;

export function addResponseListRoutes(api: Api, context: WebContext): void {
  api.openapi(conversionRoute, async (c) => {
    const { since, until } = c.req.valid("query");
    const end = until === undefined ? context.clock() : new Date(until);
    const begin = since === undefined ? new Date(end.getTime() - usualMs) : new Date(since);
    const input = { actor: c.var.actor, since: begin, until: end };
    return c.json(await countConversion({ context, input }), 200);
  });
  api.openapi(listRoute, async (c) => {
    const { waiting, organisation, kind, limit } = c.req.valid("query");
    const filters = {
      waiting: waiting === "true",
      organisation: (organisation ?? null) as OrganisationId | null,
      kind: kind ?? null,
      limit,
    };
    const entries = await listResponses({ context, input: { actor: c.var.actor, filters } });
    const responses = entries.map(({ notification, ...entry }) => ({
      ...entry,
      detail: { ...entry.detail },
      first: [...entry.first],
      saidAt: entry.saidAt.toISOString(),
      until: toInstant(entry.until),
      settledAt: toInstant(entry.settledAt),
    }));
    return c.json({ responses }, 200);
  });
}
