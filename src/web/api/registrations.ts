import { createRoute, z } from "@hono/zod-openapi";
import { acceptRegistration } from "../../actions/accept-registration.ts";
import { answerRegistration } from "../../actions/answer-registration.ts";
import { confirmRegistration } from "../../actions/confirm-registration.ts";
import { declineRegistration } from "../../actions/decline-registration.ts";
import { followRegistration } from "../../actions/follow-registration.ts";
import { listRegistrations } from "../../actions/list-registrations.ts";
import { questionRegistration } from "../../actions/question-registration.ts";
import { registerOrganisation } from "../../actions/register-organisation.ts";
import { showRegistration } from "../../actions/show-registration.ts";
import { claimMethods } from "../../domain/claim/claim-footing.ts";
import { isSlug, type OrganisationId } from "../../domain/ids.ts";
import { registers } from "../../domain/registration/register-number.ts";
import { type Registration, registrationStates } from "../../domain/registration/registration.ts";
import { contactRoles } from "../../domain/world/world.ts";
import type { WebContext } from "../context.ts";
import { type Api, instant, json, problem, problems } from "./described.ts";

const language = z.enum(["nl", "en"]);
const word = z.string().min(1).max(100);

const contact = z.strictObject({
  role: z.enum(contactRoles),
  name: z.string().max(200).default(""),
  email: z.string().max(300),
  language: language.default("nl"),
});

const body = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: { "application/json": { schema } } },
});

const askRoute = createRoute({
  method: "post",
  path: "/registrations",
  summary: "Ask for an organisation to join",
  description:
    "Needs no token. A code is mailed to `email`; the answer is the same whatever is known of the address or the organisation.",
  security: [],
  request: body(
    z
      .strictObject({
        name: z.string().max(300),
        register: z
          .strictObject({ register: z.enum(registers), number: z.string().max(40) })
          .nullable()
          .default(null),
        sector: z.string().max(64).default(""),
        contacts: z.array(contact).max(10),
        assets: z.array(z.string().max(300)).max(50).default([]),
        remarks: z.string().max(2000).default(""),
        email: z.string().max(300),
        language: language.default("nl"),
        agreed: z.strictObject({ version: z.string().max(20), language }),
      })
      .openapi("AskedRegistration"),
  ),
  responses: {
    200: json("A code is on its way", z.object({ registration: z.uuid(), until: instant })),
    ...problems,
    422: problem("It cannot be read, or the agreement is not the present one; `details` says."),
  },
});

const confirmRoute = createRoute({
  method: "post",
  path: "/registrations/confirm",
  summary: "Type the code that was mailed",
  description: "Needs no token. Answers, once, the word to look with.",
  security: [],
  request: body(z.strictObject({ registration: z.uuid(), code: word })),
  responses: {
    200: json("The address is confirmed", z.object({ followUp: z.string() })),
    ...problems,
    422: problem("Number and code do not belong together."),
  },
});

const followed = z
  .object({
    id: z.uuid(),
    name: z.string(),
    state: z.enum(registrationStates),
    askedAt: instant,
    question: z.string().nullable(),
    answer: z.string().nullable(),
    reason: z.string().nullable().openapi({ description: "Why it was declined." }),
    organisation: z.string().nullable(),
  })
  .openapi("FollowedRegistration");

const followRoute = createRoute({
  method: "post",
  path: "/registrations/follow",
  summary: "Where a registration stands, for whoever asked",
  description: "Needs no token, but the word that confirming answered.",
  security: [],
  request: body(z.strictObject({ followUp: word })),
  responses: {
    200: json("Where it stands", followed),
    ...problems,
    404: problem("The word belongs to no registration."),
  },
});

const answerRoute = createRoute({
  method: "post",
  path: "/registrations/answer",
  summary: "Answer what an operator asked",
  security: [],
  request: body(z.strictObject({ followUp: word, answer: z.string().min(1).max(4000) })),
  responses: {
    200: json("Where it stands", followed),
    ...problems,
    404: problem("The word belongs to no registration."),
    409: problem("Nothing was asked."),
  },
});

/** What is asked of these needs no token (`POST` only). */
export const openPaths: readonly string[] = [askRoute, confirmRoute, followRoute, answerRoute].map(
  ({ path }) => `/api/v1${path}`,
);

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
    ...body(
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
  request: { params: id, ...body(z.strictObject({ question: z.string().min(1).max(1000) })) },
  responses: decided,
});

const declineRoute = createRoute({
  method: "post",
  path: "/registrations/{id}/decline",
  summary: "Decline a registration; whoever asked is told why",
  request: { params: id, ...body(z.strictObject({ reason: z.string().min(1).max(1000) })) },
  responses: decided,
});

/** Registrations: asked by anybody, decided by operators. */
export function addRegistrationRoutes(api: Api, context: WebContext): void {
  addOpenRoutes(api, context);
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

function addOpenRoutes(api: Api, context: WebContext): void {
  api.openapi(askRoute, async (c) => {
    const { email, language, agreed, register, ...typed } = c.req.valid("json");
    const input = {
      typed: { ...typed, register: register?.register ?? null, number: register?.number ?? "" },
      email,
      language,
      agreed,
    };
    const { registration, until } = await registerOrganisation({ context, input });
    return c.json({ registration, until: until.toISOString() }, 200);
  });
  api.openapi(confirmRoute, async (c) =>
    c.json(await confirmRegistration({ context, input: c.req.valid("json") }), 200),
  );
  const follow = async (followUp: string) => {
    const { askedAt, ...rest } = await followRegistration({ context, input: { followUp } });
    return { ...rest, askedAt: askedAt.toISOString() };
  };
  api.openapi(followRoute, async (c) => c.json(await follow(c.req.valid("json").followUp), 200));
  api.openapi(answerRoute, async (c) => {
    const input = c.req.valid("json");
    await answerRegistration({ context, input });
    return c.json(await follow(input.followUp), 200);
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
