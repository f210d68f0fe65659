import { createRoute, z } from "@hono/zod-openapi";
import { makeOrganisationNames } from "../../actions/name-organisations.ts";
import { readDecision } from "../../actions/read-decision.ts";
import type { DecisionId } from "../../domain/ids.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { held, instant, json, problem, problems, rung, tier } from "./described.ts";

const decisionSchema = z
  .object({
    id: z.int(),
    decidedAt: instant,
    snapshot: z.uuid().openapi({ description: "State of world, registry and addresses." }),
    owner: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
    primary: z
      .object({ rung, organisation: z.string().nullable(), address: z.string(), tier })
      .nullable()
      .openapi({ description: "Who is asked to act; null only when `held` says why." }),
    informed: z.array(z.object({ organisation: z.string(), tier })),
    held: held.nullable(),
    trace: z.array(z.record(z.string(), z.unknown())).openapi({
      description: "Every candidate and rung that was looked at, in order: taken, or why not.",
    }),
  })
  .openapi("Decision");

const route = createRoute({
  method: "get",
  path: "/decisions/{id}",
  summary: "A decision and its trace",
  description: "Findings with equal inputs share one decision.",
  request: {
    params: z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
  },
  responses: {
    200: json("The decision", decisionSchema),
    ...problems,
    404: problem("There is no such decision."),
  },
});

export function addDecisionRoutes(api: Api, context: WebContext): void {
  const readNames = makeOrganisationNames(context.sql);
  api.openapi(route, async (c) => {
    const id = c.req.valid("param").id as DecisionId;
    const decision = await readDecision({
      context,
      input: { actor: c.var.actor, decision: id },
    });
    const { owner, informed, trace, decidedAt, ...rest } = decision;
    const names = await readNames();
    return c.json(
      {
        ...rest,
        decidedAt: decidedAt.toISOString(),
        owner: owner === null ? null : { id: owner, name: names.get(owner) ?? null },
        informed: informed.map(({ organisation, tier }) => ({ organisation, tier })),
        trace: trace.map((step) => ({ ...step })),
      },
      200,
    );
  });
}
