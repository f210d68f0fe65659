import { createHash } from "node:crypto";
import { createRoute, z } from "@hono/zod-openapi";
import { rememberAnswer } from "../../actions/remember-answer.ts";
import { repeatAnswer } from "../../actions/repeat-answer.ts";
import { respondToFindings } from "../../actions/respond-to-findings.ts";
import { sayFalsePositive } from "../../actions/say-false-positive.ts";
import { type FindingId, isSlug, type OrganisationId } from "../../domain/ids.ts";
import type { TypedResponse } from "../../domain/response/read-response.ts";
import { falsePositiveReasons, responseKinds } from "../../domain/response/response.ts";
import { AppError } from "../../platform/errors.ts";
import type { WebContext } from "../context.ts";
import { type Api, instant, json, jsonBody, problem, problems } from "./described.ts";

/** The first form, which stays: one finding, one word. */
const single = z
  .strictObject({
    finding: z.int().positive(),
    kind: z.literal("false-positive"),
    reason: z.string().min(1).max(2000),
  })
  .openapi("FindingResponse");

const text = z.string().min(1).max(2000).optional();

/** What an answer says, whatever it is about. */
export const typedResponse = {
  kind: z.enum(responseKinds),
  until: instant.optional().openapi({ description: "Of working (optional) and accepted." }),
  to: text.openapi({ description: "Of forwarded: to whom." }),
  because: z.enum(falsePositiveReasons).optional().openapi({
    description: "Of false-positive.",
  }),
  reason: text.openapi({
    description: "Needed with false-positive and accepted; may be given with not-ours and stop.",
  }),
  message: text.openapi({ description: "Of contact-us." }),
  address: z.string().max(254).optional().openapi({ description: "Of other-contact." }),
  language: z.enum(["nl", "en"]).optional().openapi({ description: "Of other-contact." }),
};

const one = z
  .strictObject({
    findings: z.array(z.int().positive()).min(1).max(10_000),
    ...typedResponse,
  })
  .openapi("FindingAnswer");

const bulk = z
  .strictObject({
    organisation: z
      .string()
      .refine(isSlug, "is not the id of an organisation")
      .optional()
      .openapi({ description: "Of a token of the house; else your own." }),
    responses: z.array(one).min(1).max(1000),
  })
  .openapi("FindingAnswers");

export const responded = z
  .object({
    responses: z.array(
      z
        .object({
          finding: z.int(),
          outcome: z.enum(["taken", "unchanged", "late", "refused", "unknown"]).openapi({
            description:
              "taken: it counts from now on. unchanged: you said so before. late: it is closed, or somebody else's by now. refused: see because. unknown: you have no such finding.",
          }),
          because: z
            .enum(["not-proved", "not-for-suppliers", "wrong-until", "incomplete"])
            .nullable(),
        })
        .openapi("RespondedFinding"),
    ),
  })
  .openapi("RespondedFindings");

const route = createRoute({
  method: "post",
  path: "/findings/responses",
  summary: "Answer findings: fixed, working on it, not ours, a false positive and more",
  description:
    "By a handler of whoever was told or owns them. What is fixed is claimed: a re-check or a complete report verifies it. What is not yours goes to the next party. A false positive is disputed until somebody of the house decides. Each finding once in a request; the same word again changes nothing.",
  request: {
    headers: z.object({
      "idempotency-key": z
        .string()
        .regex(/^[\x21-\x7e]{1,255}$/, "is not 1 to 255 signs without spaces")
        .optional()
        .openapi({
          description: "Repeated within a day with the same request, it gives the same answer.",
        }),
    }),
    body: jsonBody(z.union([bulk, single])),
  },
  responses: {
    200: json(
      "What became of each finding; of the form for one finding, that it is disputed now",
      z.union([responded, z.object({ state: z.literal("disputed") })]),
    ),
    ...problems,
    403: problem("Not a handler."),
    404: problem("There is no such finding, or it is not yours."),
    409: problem("It was said before, or the finding is closed."),
    422: problem("An answer cannot be read, or the key was used for another request."),
  },
});

type Bulk = z.infer<typeof bulk>;

export function addResponseRoute(api: Api, context: WebContext): void {
  api.openapi(route, async (c) => {
    const body = c.req.valid("json");
    const { actor } = c.var;
    if ("finding" in body) {
      const { finding, reason } = body;
      const input = { actor, finding: finding as FindingId, reason };
      await sayFalsePositive({ context, input });
      return c.json({ state: "disputed" as const }, 200);
    }
    const own = actor.kind === "member" ? actor.organisation : undefined;
    const organisation = (body.organisation ?? own) as OrganisationId | undefined;
    if (organisation === undefined) throw new AppError("wrong-usage", "For which organisation?");
    const { "idempotency-key": key } = c.req.valid("header");
    const request = `findings/responses ${actor.name} ${organisation}`;
    const bytes = Buffer.from(JSON.stringify(body));
    if (key !== undefined) {
      const input = { key, request, received: inOnePiece(bytes) };
      const repeated = await repeatAnswer({ context, input });
      if (repeated !== null) return c.json(repeated as z.infer<typeof responded>, 200);
    }
    const from = { organisation };
    const input = { actor, from, answers: body.responses.map(toAnswer) };
    const answer = { responses: [...(await respondToFindings({ context, input }))] };
    if (key !== undefined) {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      await rememberAnswer({ context, input: { key, request, sha256, answer } });
    }
    return c.json(answer, 200);
  });
}

function toAnswer({ findings, until, ...rest }: Bulk["responses"][number]) {
  const typed: TypedResponse = { ...rest, until: until === undefined ? null : new Date(until) };
  return { about: findings, typed };
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
