import { createRoute, z } from "@hono/zod-openapi";
import { carryOutResponse } from "../../actions/carry-out-response.ts";
import { countConversion } from "../../actions/count-conversion.ts";
import { listResponses } from "../../actions/list-responses.ts";
import { refuseResponse } from "../../actions/refuse-response.ts";
import { settleResponse } from "../../actions/settle-response.ts";
import { isSlug, type OrganisationId } from "../../domain/ids.ts";
import { responseKinds } from "../../domain/response/response.ts";
import type { WebContext } from "../context.ts";
import { type Api, instant, json, jsonBody, problem, problems, toInstant } from "./described.ts";

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
              settledAs: z.enum(["done", "refused"]).nullable(),
              canBeDone: z.boolean().openapi({
                description: "It waits, and `/responses/{id}/carry-out` does what it asks for.",
              }),
              needsCheck: z.boolean().openapi({
                description:
                  "The other contact is at another mail domain: carrying it out needs `checked`.",
              }),
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

const responseId = z.object({ id: z.uuid() });
const ended = z.object({ settledAs: z.enum(["done", "refused"]).nullable() });
const waitsForNobody = problem("It waits for nobody, or asks for something else.");

const carryOutRoute = createRoute({
  method: "post",
  path: "/responses/{id}/carry-out",
  summary: "Do what an answer asks for that waits, and tell whoever asked",
  description:
    "`stop`: the address goes on the suppression list. `other-contact` of an organisation: its contact is replaced in the register, every contact hears of it.",
  request: {
    params: responseId,
    body: jsonBody(
      z.strictObject({
        checked: z.string().min(1).max(2000).nullable().default(null).openapi({
          description: "How a person found out by another way that it is meant so.",
        }),
      }),
    ),
  },
  responses: {
    200: json("What it is about", z.object({ addresses: z.array(z.string()) })),
    ...problems,
    409: waitsForNobody,
  },
});

const refuseRoute = createRoute({
  method: "post",
  path: "/responses/{id}/refuse",
  summary: "Say no to what an answer asks for that waits, and tell whoever asked why",
  request: {
    params: responseId,
    body: jsonBody(z.strictObject({ reason: z.string().min(1).max(1000) })),
  },
  responses: { 200: json("It is refused", ended), ...problems, 409: waitsForNobody },
});

const settleRoute = createRoute({
  method: "post",
  path: "/responses/{id}/settle",
  summary: "Record what was done about an answer that waits; nobody is told",
  request: {
    params: responseId,
    body: jsonBody(z.strictObject({ note: z.string().min(1).max(2000) })),
  },
  responses: { 200: json("It is settled", ended), ...problems, 409: waitsForNobody },
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
  api.openapi(carryOutRoute, async (c) => {
    const input = { actor: c.var.actor, ...c.req.valid("param"), ...c.req.valid("json") };
    const addresses = await carryOutResponse({ context, input });
    return c.json({ addresses: [...addresses] }, 200);
  });
  api.openapi(refuseRoute, async (c) => {
    const input = { actor: c.var.actor, ...c.req.valid("param"), ...c.req.valid("json") };
    await refuseResponse({ context, input });
    return c.json({ settledAs: "refused" as const }, 200);
  });
  api.openapi(settleRoute, async (c) => {
    const input = { actor: c.var.actor, ...c.req.valid("param"), ...c.req.valid("json") };
    await settleResponse({ context, input });
    return c.json({ settledAs: null }, 200);
  });
}
