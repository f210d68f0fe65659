import { createRoute, z } from "@hono/zod-openapi";
import { acceptRegistration } from "../../actions/accept-registration.ts";
import { declineRegistration } from "../../actions/decline-registration.ts";
import { listRegistrations } from "../../actions/list-registrations.ts";
import { questionRegistration } from "../../actions/question-registration.ts";
import { showRegistration } from "../../actions/show-registration.ts";
import { claimMethods } from "../../domain/claim/claim-footing.ts";
import { isSlug, type OrganisationId } from "../../domain/ids.ts";
import { registers } from "../../domain/registration/register-number.ts";
import { type Registration, registrationStates } from "../../domain/registration/registration.ts";
import { contactRoles } from "../../domain/world/world.ts";
import type { WebContext } from "../context.ts";
import { type Api, instant, json, jsonBody, problem, problems } from "./described.ts";

const language = z.enum(["nl", "en"]);
const registrationSchema = z
  .object({
    id: z.uuid(),
    state: z.enum(registrationStates),
    asker: z.string(),
    language,
    asked: z.object({
      name: z.string(),
      register: z.object({ register: z.enum(registers), number: z.string() }).nullable(),
      sector: z.string().nullable(),
      contacts: z.array(
        z.object({
          role: z.enum(contactRoles),
          name: z.string().nullable(),
          email: z.string(),
          language,
        }),
      ),
      assets: z.array(z.string()),
      remarks: z.string().nullable(),
    }),
    agreed: z.object({ agreement: z.string(), version: z.string(), language }),
    askedAt: instant,
    confirmedAt: instant.nullable(),
    question: z.string().nullable(),
    answer: z.string().nullable(),
    decidedAt: instant.nullable(),
    decidedBy: z.string().nullable(),
    reason: z.string().nullable(),
    organisation: z.string().nullable(),
  })
  .openapi("Registration");

const listRoute = createRoute({
  method: "get",
  path: "/registrations",
  summary: "Registrations that wait, the longest first",
  request: { query: z.object({ all: z.enum(["true", "false"]).default("false") }) },
  responses: {
    200: json("Registrations", z.object({ registrations: z.array(registrationSchema) })),
    ...problems,
  },
});

const id = z.object({ id: z.uuid() });
const decided = {
  200: json("Where it stands", registrationSchema),
  ...problems,
  404: problem("There is no such registration."),
  409: problem("It is not open."),
};

const showRoute = createRoute({
  method: "get",
  path: "/registrations/{id}",
  summary: "One registration",
  request: { params: id },
  responses: decided,
});

const acceptRoute = createRoute({
  method: "post",
  path: "/registrations/{id}/accept",
  summary: "Let an organisation join",
  description: "Answers, once, the token of its first administrator, and what to prove claims by.",
  request: {
    params: id,
    body: jsonBody(
      z.strictObject({
        organisation: z.string().refine(isSlug, "is not the id of an organisation"),
        roles: z.array(z.enum(["owner", "intermediary", "network-operator"])).default(["owner"]),
        reason: z.string().max(1000).nullable().default(null),
      }),
    ),
  },
  responses: {
    ...decided,
    200: json(
      "It has joined",
      z
        .object({
          organisation: z.string(),
          token: z.object({ id: z.uuid(), token: z.string(), expiresAt: instant }),
          claims: z.array(
            z.union([
              z.object({ object: z.string(), problem: z.string() }),
              z.object({
                id: z.uuid(),
                object: z.string(),
                method: z.enum(claimMethods),
                record: z.string().nullable(),
                until: instant,
              }),
            ]),
          ),
        })
        .openapi("AcceptedRegistration"),
    ),
  },
});

const questionRoute = createRoute({
  method: "post",
  path: "/registrations/{id}/ask",
  summary: "Ask whoever registered it something",
  request: {
    params: id,
    body: jsonBody(z.strictObject({ question: z.string().min(1).max(1000) })),
  },
  responses: decided,
});

const declineRoute = createRoute({
  method: "post",
  path: "/registrations/{id}/decline",
  summary: "Decline a registration; whoever asked is told why",
  request: { params: id, body: jsonBody(z.strictObject({ reason: z.string().min(1).max(1000) })) },
  responses: decided,
});

/** Registrations as operators decide them. */
export function addRegistrationRoutes(api: Api, context: WebContext): void {
  const answerOne = async (
    actor: Parameters<typeof showRegistration>[0]["input"]["actor"],
    id: string,
  ) => toAnswer(await showRegistration({ context, input: { actor, id } }));
  api.openapi(listRoute, async (c) => {
    const input = { actor: c.var.actor, all: c.req.valid("query").all === "true" };
    const found = await listRegistrations({ context, input });
    return c.json({ registrations: found.map(toAnswer) }, 200);
  });
  api.openapi(showRoute, async (c) =>
    c.json(await answerOne(c.var.actor, c.req.valid("param").id), 200),
  );
  api.openapi(acceptRoute, async (c) => {
    const { organisation, ...asked } = c.req.valid("json");
    const input = {
      ...asked,
      actor: c.var.actor,
      id: c.req.valid("param").id,
      organisation: organisation as OrganisationId,
    };
    const { token, claims } = await acceptRegistration({ context, input });
    return c.json(
      {
        organisation,
        token: { ...token, expiresAt: token.expiresAt.toISOString() },
        claims: claims.map((claim) =>
          "problem" in claim ? claim : { ...claim, until: claim.until.toISOString() },
        ),
      },
      200,
    );
  });
  api.openapi(questionRoute, async (c) => {
    const { id } = c.req.valid("param");
    const { actor } = c.var;
    await questionRegistration({ context, input: { actor, id, ...c.req.valid("json") } });
    return c.json(await answerOne(actor, id), 200);
  });
  api.openapi(declineRoute, async (c) => {
    const { id } = c.req.valid("param");
    const { actor } = c.var;
    await declineRegistration({ context, input: { actor, id, ...c.req.valid("json") } });
    return c.json(await answerOne(actor, id), 200);
  });
}

function toAnswer({ askedAt, confirmedAt, decidedAt, asked, ...rest }: Registration) {
  return {
    ...rest,
    asked: { ...asked, contacts: [...asked.contacts], assets: [...asked.assets] },
    askedAt: askedAt.toISOString(),
    confirmedAt: confirmedAt?.toISOString() ?? null,
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}
