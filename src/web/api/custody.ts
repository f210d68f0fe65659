import { createRoute, z } from "@hono/zod-openapi";
import { answerCustody } from "../../actions/answer-custody.ts";
import { listCustodies } from "../../actions/list-custodies.ts";
import { custodyAnswers, custodyStates } from "../../domain/custody/custody.ts";
import { isSlug, type OrganisationId } from "../../domain/ids.ts";
import { AppError } from "../../platform/errors.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { instant, json, jsonBody, problem, problems, toInstant } from "./described.ts";

const organisation = z.string().refine(isSlug, "is not the id of an organisation");

const answerRoute = createRoute({
  method: "post",
  path: "/custody",
  summary: "Answer for what you were asked to hold for others",
  description:
    "Acknowledged, it is in your custody and the Meldpunt stays silent towards the owner. Declined or given back, the next party is asked. An answer that comes too late changes nothing; `late` says what has happened since.",
  request: {
    body: jsonBody(
      z
        .strictObject({
          organisation: organisation
            .optional()
            .openapi({ description: "Of a token of the house; else your own." }),
          number: z
            .string()
            .max(40)
            .optional()
            .openapi({ description: "All rows of the mail with this number." }),
          findings: z.array(z.int().positive()).min(1).max(10_000).optional(),
          answer: z.enum(custodyAnswers),
          reason: z.string().min(1).max(500).optional().openapi({
            description: "Needed with decline and return; with forward, to whom.",
          }),
        })
        .refine(({ number, findings }) => (number === undefined) !== (findings === undefined), {
          message: "give either number or findings",
        }),
    ),
  },
  responses: {
    200: json(
      "What the answer did",
      z
        .object({
          taken: z.int(),
          passedOn: z.int(),
          late: z.array(
            z.object({ finding: z.int(), state: z.enum(custodyStates), since: instant.nullable() }),
          ),
        })
        .openapi("AnsweredCustody"),
    ),
    ...problems,
    403: problem("Not for this organisation."),
    404: problem("You were asked to hold nothing of that."),
  },
});

const listRoute = createRoute({
  method: "get",
  path: "/custody",
  summary:
    "What intermediaries were asked to hold, and what they answered; open ones first by their time",
  request: {
    query: z.object({
      organisation: organisation.optional(),
      state: z.enum(custodyStates).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
  },
  responses: {
    200: json(
      "Custodies",
      z.object({
        custodies: z.array(
          z
            .object({
              finding: z.int(),
              organisation: z.string(),
              number: z
                .string()
                .nullable()
                .openapi({ description: "Of the mail, where it is yours." }),
              round: z.int(),
              state: z.enum(custodyStates),
              askedAt: instant,
              dueAt: instant.nullable(),
              answeredAt: instant.nullable(),
              reason: z.string().nullable(),
            })
            .openapi("Custody"),
        ),
      }),
    ),
    ...problems,
  },
});

export function addCustodyRoutes(api: Api, context: WebContext): void {
  api.openapi(answerRoute, async (c) => {
    const { organisation, number, findings, answer, reason } = c.req.valid("json");
    const { actor } = c.var;
    const own = actor.kind === "member" ? actor.organisation : undefined;
    const id = organisation ?? own;
    if (id === undefined) throw new AppError("wrong-usage", "For which organisation?");
    const input = {
      actor,
      organisation: id as OrganisationId,
      about: number === undefined ? { findings: findings ?? [] } : { number },
      answer,
      reason: reason ?? null,
    };
    const { late, ...counts } = await answerCustody({ context, input });
    return c.json(
      { ...counts, late: late.map((row) => ({ ...row, since: toInstant(row.since) })) },
      200,
    );
  });
  api.openapi(listRoute, async (c) => {
    const { organisation, state, limit } = c.req.valid("query");
    const input = {
      actor: c.var.actor,
      organisation: (organisation ?? null) as OrganisationId | null,
      state: state ?? null,
      limit,
    };
    const custodies = await listCustodies({ context, input });
    return c.json(
      {
        custodies: custodies.map((custody) => ({
          ...custody,
          askedAt: custody.askedAt.toISOString(),
          dueAt: toInstant(custody.dueAt),
          answeredAt: toInstant(custody.answeredAt),
        })),
      },
      200,
    );
  });
}
