import { createRoute, z } from "@hono/zod-openapi";
import { askClaim } from "../../actions/ask-claim.ts";
import { checkClaim } from "../../actions/check-claim.ts";
import { confirmClaim } from "../../actions/confirm-claim.ts";
import { listClaims } from "../../actions/list-claims.ts";
import { withdrawClaim } from "../../actions/withdraw-claim.ts";
import { claimMethods, claimStates } from "../../domain/claim/claim-footing.ts";
import { isSlug, type OrganisationId } from "../../domain/ids.ts";
import { formatAsset } from "../../domain/world/claim-id.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { instant, json, jsonBody, problem, problems, toInstant } from "./described.ts";

const organisation = z.string().refine(isSlug, "is not the id of an organisation");
const use = z.enum(["own", "operate"]);

const claimSchema = z
  .object({
    id: z.uuid(),
    organisation: z.string(),
    object: z.string().openapi({ example: "192.0.2.0/24" }),
    use,
    method: z.enum(claimMethods),
    by: z.string().nullable(),
    state: z.enum(claimStates),
    reason: z.string(),
    askedBy: z.string().openapi({ description: "Who asked for it in the organisation's name." }),
    activeSince: instant.nullable().openapi({ description: "What was seen before is not shown." }),
    graceUntil: instant.nullable(),
    nextCheckAt: instant.nullable(),
    lastLook: z.object({ outcome: z.string(), detail: z.string() }).nullable(),
  })
  .openapi("Claim");

const listRoute = createRoute({
  method: "get",
  path: "/claims",
  summary: "Claims of the register and where each stands, the latest first",
  request: {
    query: z.object({
      organisation: organisation.optional(),
      ended: z.enum(["true", "false"]).default("false"),
    }),
  },
  responses: { 200: json("Claims", z.object({ claims: z.array(claimSchema) })), ...problems },
});

const askRoute = createRoute({
  method: "post",
  path: "/claims",
  summary: "Ask for a claim",
  description:
    "Answers the token to publish, once, or has a code mailed. The answer is the same whether anybody else claims the object or not.",
  request: {
    body: jsonBody(
      z.strictObject({
        organisation,
        object: z.string().min(1).max(300),
        use: use.default("own"),
        method: z.enum(["dns", "well-known", "registry-object", "registry-mail"]),
      }),
    ),
  },
  responses: {
    200: json(
      "What to do next",
      z
        .object({
          id: z.uuid(),
          object: z.string(),
          method: z.enum(claimMethods),
          record: z.string().nullable(),
          until: instant,
        })
        .openapi("AskedClaim"),
    ),
    ...problems,
    403: problem("Not of this organisation, or not an administrator of it."),
    409: problem("The organisation claims it already."),
    422: problem("This cannot be claimed, or not proved in this way."),
  },
});

const id = z.object({ id: z.uuid() });
const moved = {
  200: json("Where the claim stands", claimSchema),
  ...problems,
  404: problem("There is no such claim, or it is not yours."),
};

const checkRoute = createRoute({
  method: "post",
  path: "/claims/{id}/check",
  summary: "Look for the proof now",
  request: { params: id },
  responses: moved,
});

const confirmRoute = createRoute({
  method: "post",
  path: "/claims/{id}/confirm",
  summary: "Type the code that was mailed to the registry's contact",
  request: {
    params: id,
    body: jsonBody(z.strictObject({ code: z.string().max(100) })),
  },
  responses: { ...moved, 422: problem("Not the code.") },
});

const withdrawRoute = createRoute({
  method: "post",
  path: "/claims/{id}/withdraw",
  summary: "End a claim at once",
  request: { params: id },
  responses: moved,
});

export function addClaimRoutes(api: Api, context: WebContext): void {
  api.openapi(listRoute, async (c) => {
    const { organisation, ended } = c.req.valid("query");
    const input = {
      actor: c.var.actor,
      organisation: (organisation ?? null) as OrganisationId | null,
      ended: ended === "true",
    };
    const claims = await listClaims({ context, input });
    return c.json(
      {
        claims: claims.map(({ activeSince, graceUntil, nextCheckAt, ...claim }) => ({
          ...claim,
          activeSince: toInstant(activeSince),
          graceUntil: toInstant(graceUntil),
          nextCheckAt: toInstant(nextCheckAt),
        })),
      },
      200,
    );
  });
  api.openapi(askRoute, async (c) => {
    const { organisation, ...asked } = c.req.valid("json");
    const input = { ...asked, actor: c.var.actor, organisation: organisation as OrganisationId };
    const { until, ...answer } = await askClaim({ context, input });
    return c.json({ ...answer, until: until.toISOString() }, 200);
  });
  api.openapi(checkRoute, async (c) => {
    const input = { actor: c.var.actor, id: c.req.valid("param").id };
    return c.json(toAnswer(await checkClaim({ context, input })), 200);
  });
  api.openapi(confirmRoute, async (c) => {
    const { code } = c.req.valid("json");
    const input = { actor: c.var.actor, id: c.req.valid("param").id, code };
    return c.json(toAnswer(await confirmClaim({ context, input })), 200);
  });
  api.openapi(withdrawRoute, async (c) => {
    const input = { actor: c.var.actor, id: c.req.valid("param").id };
    return c.json(toAnswer(await withdrawClaim({ context, input })), 200);
  });
}

function toAnswer(claim: Awaited<ReturnType<typeof checkClaim>>) {
  const { id, organisation, use, by, footing, lastLook } = claim;
  const { method, state, reason, graceUntilMs, nextCheckMs } = footing;
  const ofMs = (ms: number | null) => toInstant(ms === null ? null : new Date(ms));
  return {
    id,
    organisation,
    object: formatAsset(claim.asset),
    use,
    method,
    by,
    state,
    reason,
    askedBy: claim.askedBy,
    activeSince: ofMs(claim.activeSinceMs),
    graceUntil: ofMs(graceUntilMs),
    nextCheckAt: ofMs(nextCheckMs),
    lastLook: lastLook && { outcome: lastLook.outcome, detail: lastLook.detail },
  };
}
