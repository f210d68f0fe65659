import { createRoute, z } from "@hono/zod-openapi";
import { answerRegistration } from "../../actions/answer-registration.ts";
import { confirmRegistration } from "../../actions/confirm-registration.ts";
import { followRegistration } from "../../actions/follow-registration.ts";
import { registerOrganisation } from "../../actions/register-organisation.ts";
import { registers } from "../../domain/registration/register-number.ts";
import { registrationStates } from "../../domain/registration/registration.ts";
import { contactRoles } from "../../domain/world/world.ts";
import type { WebContext } from "../context.ts";
import { type Api, instant, json, jsonBody, problem, problems } from "./described.ts";

const language = z.enum(["nl", "en"]);
const word = z.string().min(1).max(100);

const contact = z.strictObject({
  role: z.enum(contactRoles),
  name: z.string().max(200).default(""),
  email: z.string().max(300),
  language: language.default("nl"),
});

const askRoute = createRoute({
  method: "post",
  path: "/registrations",
  summary: "Ask for an organisation to join",
  description:
    "Needs no token. A code is mailed to `email`; the answer is the same whatever is known of the address or the organisation.",
  security: [],
  request: {
    body: jsonBody(
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
  },
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
  request: { body: jsonBody(z.strictObject({ registration: z.uuid(), code: word })) },
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
  request: { body: jsonBody(z.strictObject({ followUp: word })) },
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
  request: {
    body: jsonBody(z.strictObject({ followUp: word, answer: z.string().min(1).max(4000) })),
  },
  responses: {
    200: json("Where it stands", followed),
    ...problems,
    404: problem("The word belongs to no registration."),
    409: problem("Nothing was asked."),
  },
});

/** What is asked of these needs no token (`POST` only). */
export const openRegistrationPaths: readonly string[] = [
  askRoute,
  confirmRoute,
  followRoute,
  answerRoute,
].map(({ path }) => `/api/v1${path}`);

/** Registrations as whoever asks sees them: no token, but a code and a word. */
export function addRegistrationAskingRoutes(api: Api, context: WebContext): void {
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
