import { createRoute, z } from "@hono/zod-openapi";
import { disableEndpoint } from "../../actions/disable-endpoint.ts";
import { listEndpoints } from "../../actions/list-endpoints.ts";
import { registerEndpoint } from "../../actions/register-endpoint.ts";
import { resendNotifications } from "../../actions/resend-notifications.ts";
import { rotateEndpoint } from "../../actions/rotate-endpoint.ts";
import { testEndpoint } from "../../actions/test-endpoint.ts";
import { disableReasons, machineFormats } from "../../domain/endpoint/endpoint.ts";
import { type EndpointId, isSlug, type OrganisationId } from "../../domain/ids.ts";
import { AppError } from "../../platform/errors.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { instant, json, jsonBody, problem, problems, toInstant } from "./described.ts";

const organisation = z
  .string()
  .refine(isSlug, "is not the id of an organisation")
  .optional()
  .openapi({ description: "Of a token of the house; else your own." });

const way = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("webhook"), url: z.string().min(1).max(2000) }),
    z.strictObject({ kind: z.literal("pull") }),
    z.strictObject({ kind: z.literal("folder"), format: z.enum(machineFormats).default("json") }),
  ])
  .openapi("EndpointWay");

const secret = {
  secret: z.string().openapi({ description: "`whsec_…`, for signatures v1; not shown again." }),
  publicKey: z.string().openapi({ description: "`whpk_…`, for signatures v1a." }),
};

const one = { params: z.object({ id: z.uuid() }) };
const failures = {
  ...problems,
  403: problem("Not an administrator of this organisation."),
  404: problem("There is no such endpoint, or it is not yours."),
  409: problem("It was disabled, or does not count."),
};

const listRoute = createRoute({
  method: "get",
  path: "/endpoints",
  summary: "Where programs of organisations get what these are told",
  request: { query: z.object({ organisation }) },
  responses: {
    200: json(
      "Endpoints, those that count first",
      z.object({
        endpoints: z.array(
          z
            .object({
              endpoint: z.uuid(),
              organisation: z.string(),
              kind: z.enum(["webhook", "pull", "folder"]),
              url: z.string().nullable(),
              format: z.enum(machineFormats).nullable(),
              state: z.enum(["untested", "active", "disabled"]),
              madeAt: instant,
              madeBy: z.string(),
              testedAt: instant.nullable(),
              disabledAt: instant.nullable(),
              disabledBecause: z.enum(disableReasons).nullable(),
              lastTakenAt: instant
                .nullable()
                .openapi({ description: "Null where it took nothing in 30 days." }),
              failingSince: instant.nullable(),
              lastFailure: z.string().nullable(),
              publicKeys: z.array(z.string()),
              waiting: z.int().openapi({ description: "Notifications that wait for it." }),
            })
            .openapi("Endpoint"),
        ),
      }),
    ),
    ...problems,
  },
});

const registerRoute = createRoute({
  method: "post",
  path: "/endpoints",
  summary: "Register a webhook, or that you fetch; it counts once it was tested",
  request: { body: jsonBody(z.strictObject({ organisation, way })) },
  responses: {
    200: json(
      "It waits for its test",
      z.object({ endpoint: z.uuid(), secret: z.object(secret).nullable() }),
    ),
    ...problems,
    403: problem("Not an administrator of this organisation, or a folder without being the house."),
    404: problem("There is no such organisation."),
    409: problem("There are too many already."),
  },
});

const testRoute = createRoute({
  method: "post",
  path: "/endpoints/{id}/test",
  summary: "Test an endpoint; passed, it counts",
  description:
    "A webhook gets two messages of type `test`: one with a wrong signature, which it has to refuse, and a right one, which it has to take. What you fetch is tested by fetching and acknowledging it: `waits`.",
  request: one,
  responses: {
    200: json(
      "What it showed",
      z
        .object({ kind: z.enum(["passed", "waits", "failed"]), reason: z.string().optional() })
        .openapi("EndpointTrial"),
    ),
    ...failures,
  },
});

const rotateRoute = createRoute({
  method: "post",
  path: "/endpoints/{id}/rotate",
  summary: "Give a webhook a new secret; both hold for a while",
  request: {
    ...one,
    body: jsonBody(
      z.strictObject({
        overlapHours: z.int().min(0).max(168).default(24).openapi({
          description: "0 ends the old one at once, as when it leaked.",
        }),
      }),
    ),
  },
  responses: {
    200: json("The new secret", z.object({ ...secret, oldUntil: instant })),
    ...failures,
  },
});

const disableRoute = createRoute({
  method: "post",
  path: "/endpoints/{id}/disable",
  summary: "End an endpoint for good; what waits for it is mailed",
  request: one,
  responses: {
    200: json("What it did", z.object({ disabled: z.boolean(), toMail: z.int() })),
    ...failures,
  },
});

const resendRoute = createRoute({
  method: "post",
  path: "/endpoints/{id}/resend",
  summary: "Have sent again what you were told in a stretch of time",
  description: "Messages have the ids that they had. What you fetch is fetched by time instead.",
  request: { ...one, body: jsonBody(z.strictObject({ from: instant, until: instant })) },
  responses: { 200: json("How many are queued", z.object({ queued: z.int() })), ...failures },
});

export function addEndpointRoutes(api: Api, context: WebContext): void {
  api.openapi(listRoute, async (c) => {
    const { organisation } = c.req.valid("query");
    const id = (organisation ?? null) as OrganisationId | null;
    const endpoints = await listEndpoints({
      context,
      input: { actor: c.var.actor, organisation: id },
    });
    return c.json(
      {
        endpoints: endpoints.map(({ publicKeys, ...endpoint }) => ({
          ...endpoint,
          publicKeys: [...publicKeys],
          madeAt: endpoint.madeAt.toISOString(),
          testedAt: toInstant(endpoint.testedAt),
          disabledAt: toInstant(endpoint.disabledAt),
          lastTakenAt: toInstant(endpoint.lastTakenAt),
          failingSince: toInstant(endpoint.failingSince),
        })),
      },
      200,
    );
  });
  api.openapi(registerRoute, async (c) => {
    const { organisation, way } = c.req.valid("json");
    const { actor } = c.var;
    const id = organisation ?? (actor.kind === "member" ? actor.organisation : undefined);
    if (id === undefined) throw new AppError("wrong-usage", "For which organisation?");
    const input = { actor, organisation: id as OrganisationId, way };
    const { id: endpoint, secret } = await registerEndpoint({ context, input });
    return c.json({ endpoint, secret }, 200);
  });
  api.openapi(testRoute, async (c) => {
    const input = { actor: c.var.actor, id: c.req.valid("param").id as EndpointId };
    return c.json(await testEndpoint({ context, input }), 200);
  });
  api.openapi(rotateRoute, async (c) => {
    const { overlapHours } = c.req.valid("json");
    const input = { actor: c.var.actor, id: c.req.valid("param").id as EndpointId, overlapHours };
    const { oldUntil, ...given } = await rotateEndpoint({ context, input });
    return c.json({ ...given, oldUntil: oldUntil.toISOString() }, 200);
  });
  api.openapi(disableRoute, async (c) => {
    const input = { actor: c.var.actor, id: c.req.valid("param").id as EndpointId };
    return c.json(await disableEndpoint({ context, input }), 200);
  });
  api.openapi(resendRoute, async (c) => {
    const { from, until } = c.req.valid("json");
    const window = { from: new Date(from), until: new Date(until) };
    const input = { actor: c.var.actor, id: c.req.valid("param").id as EndpointId, window };
    return c.json(await resendNotifications({ context, input }), 200);
  });
}
