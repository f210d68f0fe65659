import { createRoute, z } from "@hono/zod-openapi";
import { askRelation } from "../../actions/ask-relation.ts";
import { consentRelation } from "../../actions/consent-relation.ts";
import { endRelation } from "../../actions/end-relation.ts";
import { listRelationSteps } from "../../actions/list-relation-steps.ts";
import { listRelations } from "../../actions/list-relations.ts";
import type { Actor } from "../../domain/access/actor.ts";
import { isSlug, type OrganisationId } from "../../domain/ids.ts";
import {
  isInformed,
  relationReasons,
  relationSides,
  relationStates,
} from "../../domain/relation/relation-standing.ts";
import { AppError } from "../../platform/errors.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { instant, json, jsonBody, problem, problems, toInstant } from "./described.ts";

const organisation = z.string().refine(isSlug, "is not the id of an organisation");
const reference = z.string().min(1).max(500).optional().openapi({
  description: "Where a word given on paper is kept; needed with a token of the house.",
});
const speaker = organisation
  .optional()
  .openapi({ description: "Which of the two speaks; of a token of the house, else your own." });

const relationSchema = z
  .object({
    id: z.uuid(),
    member: z.string(),
    intermediary: z.string(),
    state: z.enum(relationStates),
    reason: z.enum(relationReasons),
    informed: z.boolean(),
    memberConsentAt: instant.nullable(),
    intermediaryConsentAt: instant.nullable(),
    activeSince: instant.nullable(),
    until: instant.nullable(),
    graceUntil: instant.nullable(),
    nextCheckAt: instant.nullable(),
  })
  .openapi("Relation");

const listRoute = createRoute({
  method: "get",
  path: "/relations",
  summary: "Who serves whom by the register, and where each relation stands",
  request: {
    query: z.object({
      organisation: organisation.optional(),
      ended: z.enum(["true", "false"]).default("false"),
    }),
  },
  responses: {
    200: json("Relations", z.object({ relations: z.array(relationSchema) })),
    ...problems,
  },
});

const stepsRoute = createRoute({
  method: "get",
  path: "/relations/steps",
  summary: "What intermediaries did about their members, and members about them; the latest first",
  request: {
    query: z.object({
      organisation: organisation.optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
  },
  responses: {
    200: json(
      "Steps",
      z.object({
        steps: z.array(
          z
            .object({
              at: instant,
              member: z.string(),
              intermediary: z.string(),
              by: z.string().nullable().openapi({ description: "Whose word; null: the clock's." }),
              what: z.string(),
              reason: z.string(),
            })
            .openapi("RelationStep"),
        ),
      }),
    ),
    ...problems,
  },
});

const askRoute = createRoute({
  method: "post",
  path: "/relations",
  summary: "Ask for a relation, which is the consent of one side",
  description:
    "In force once the other side consents, never by silence. The answer is the same whether the other is known or not.",
  request: {
    body: jsonBody(
      z.strictObject({
        as: z.enum(relationSides),
        member: organisation,
        intermediary: organisation,
        informed: z.boolean().default(false).openapi({
          description: "The intermediary is informed of what its member is told directly.",
        }),
        until: instant.optional(),
        reference,
      }),
    ),
  },
  responses: {
    200: json(
      "What was asked",
      z
        .object({ id: z.uuid(), member: z.string(), intermediary: z.string(), until: instant })
        .openapi("AskedRelation"),
    ),
    ...problems,
    403: problem("Not of this organisation, or not an administrator of it."),
    409: problem("A relation between the two is open already."),
    422: problem("Not an intermediary, or a date that passed."),
  },
});

const moved = {
  200: json("Where the relation stands", relationSchema),
  ...problems,
  403: problem("Not an administrator of this organisation."),
  404: problem("There is no such relation, or it is not yours."),
};

const consentRoute = createRoute({
  method: "post",
  path: "/relations/{id}/consent",
  summary: "Consent for one side",
  request: {
    params: z.object({ id: z.uuid() }),
    body: jsonBody(
      z.strictObject({
        organisation: speaker,
        informed: z.boolean().default(false),
        reference,
      }),
    ),
  },
  responses: { ...moved, 409: problem("It is over.") },
});

const endRoute = createRoute({
  method: "post",
  path: "/relations/{id}/end",
  summary: "End a relation at once or at a date, or decline one",
  request: {
    params: z.object({ id: z.uuid() }),
    body: jsonBody(z.strictObject({ organisation: speaker, at: instant.optional(), reference })),
  },
  responses: moved,
});

export function addRelationRoutes(api: Api, context: WebContext): void {
  api.openapi(listRoute, async (c) => {
    const { organisation, ended } = c.req.valid("query");
    const input = {
      actor: c.var.actor,
      organisation: (organisation ?? null) as OrganisationId | null,
      ended: ended === "true",
      id: null,
    };
    const relations = await listRelations({ context, input });
    return c.json(
      {
        relations: relations.map(({ askedAt: _, ...relation }) => ({
          ...relation,
          memberConsentAt: toInstant(relation.memberConsentAt),
          intermediaryConsentAt: toInstant(relation.intermediaryConsentAt),
          activeSince: toInstant(relation.activeSince),
          until: toInstant(relation.until),
          graceUntil: toInstant(relation.graceUntil),
          nextCheckAt: toInstant(relation.nextCheckAt),
        })),
      },
      200,
    );
  });
  api.openapi(stepsRoute, async (c) => {
    const { organisation, limit } = c.req.valid("query");
    const id = (organisation ?? null) as OrganisationId | null;
    const input = { actor: c.var.actor, organisation: id, intermediary: null, limit };
    const steps = await listRelationSteps({ context, input });
    return c.json(
      { steps: steps.map(({ at, ...step }) => ({ ...step, at: at.toISOString() })) },
      200,
    );
  });
  api.openapi(askRoute, async (c) => {
    const { as, member, intermediary, informed, until, reference } = c.req.valid("json");
    const input = {
      actor: c.var.actor,
      side: as,
      member: member as OrganisationId,
      intermediary: intermediary as OrganisationId,
      informed,
      until: until === undefined ? null : new Date(until),
      reference: reference ?? null,
    };
    const asked = await askRelation({ context, input });
    return c.json({ ...asked, until: asked.until.toISOString() }, 200);
  });
  api.openapi(consentRoute, async (c) => {
    const { organisation, informed, reference } = c.req.valid("json");
    const input = {
      actor: c.var.actor,
      id: c.req.valid("param").id,
      organisation: speakerOf(c.var.actor, organisation),
      informed,
      reference: reference ?? null,
    };
    return c.json(toAnswer(await consentRelation({ context, input })), 200);
  });
  api.openapi(endRoute, async (c) => {
    const { organisation, at, reference } = c.req.valid("json");
    const input = {
      actor: c.var.actor,
      id: c.req.valid("param").id,
      organisation: speakerOf(c.var.actor, organisation),
      at: at === undefined ? null : new Date(at),
      reference: reference ?? null,
    };
    return c.json(toAnswer(await endRelation({ context, input })), 200);
  });
}

function speakerOf(actor: Actor, said: string | undefined): OrganisationId {
  const id = said ?? (actor.kind === "member" ? actor.organisation : undefined);
  if (id === undefined) throw new AppError("wrong-usage", "For which organisation?");
  return id as OrganisationId;
}

function toAnswer(relation: Awaited<ReturnType<typeof consentRelation>>) {
  const { id, member, intermediary, standing } = relation;
  const { state, reason, consents, activeSinceMs, untilMs, graceUntilMs, nextCheckMs } = standing;
  const ofMs = (ms: number | null) => toInstant(ms === null ? null : new Date(ms));
  return {
    id,
    member,
    intermediary,
    state,
    reason,
    informed: isInformed(standing),
    memberConsentAt: ofMs(consents.member?.atMs ?? null),
    intermediaryConsentAt: ofMs(consents.intermediary?.atMs ?? null),
    activeSince: ofMs(activeSinceMs),
    until: ofMs(untilMs),
    graceUntil: ofMs(graceUntilMs),
    nextCheckAt: ofMs(nextCheckMs),
  };
}
