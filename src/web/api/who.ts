import { createRoute, z } from "@hono/zod-openapi";
import { permit } from "../../actions/access/permit.ts";
import { explainObject } from "../../actions/explain-object.ts";
import { narrowExplanation } from "../../domain/decision/narrow-explanation.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { held, json, problem, problems, rung, tier } from "./described.ts";

const outcome = {
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  primary: z
    .object({ rung, organisation: z.string().nullable(), address: z.string(), tier })
    .nullable()
    .openapi({ description: "Who is asked to act; null only when `held` says why." }),
  informed: z.array(z.object({ organisation: z.string(), tier })),
  held: held.nullable(),
};

const explanationSchema = z
  .object({
    object: z.string().openapi({ description: "Canonical", example: "192.0.2.7" }),
    network: z
      .object({
        prefix: z.string().nullable(),
        asn: z.int().nullable(),
        asName: z.string().nullable(),
        country: z.string().nullable(),
      })
      .nullable(),
    ...outcome,
    trace: z.array(z.record(z.string(), z.unknown())).openapi({
      description: "Every candidate and rung that was looked at, in order: taken, or why not.",
    }),
    snapshot: z.uuid(),
    contactFoundAt: z.iso.datetime().optional().openapi({
      description: "Of a primary whose address we looked up ourselves: when a server last said so.",
    }),
    parts: z
      .array(z.object({ object: z.string(), ...outcome }))
      .optional()
      .openapi({ description: "Of a prefix in which decisions differ: its parts." }),
    moreParts: z.int().optional(),
  })
  .openapi("Explanation");

const coarseSchema = explanationSchema
  .pick({ object: true, network: true, snapshot: true })
  .extend({ answered: z.literal(true) })
  .openapi("CoarseExplanation");

const route = createRoute({
  method: "get",
  path: "/who/{object}",
  summary: "Who would get a finding about an object, and why",
  description:
    "Percent-encode the object: `192.0.2.0%2F24`, `%40voorbeeld.example`. Nothing is kept, sent or written to the log.",
  request: {
    params: z.object({
      object: z.string().min(1).max(300).openapi({
        description: "Address, prefix, AS number, name or mail domain.",
        example: "192.0.2.7",
      }),
    }),
    query: z.object({
      type: z.string().min(1).max(200).optional().openapi({
        description:
          "Finding type: id, alias or CVE; without, a verified vulnerability of severity high.",
      }),
      at: z.iso.datetime({ offset: true }).optional().openapi({ description: "Without: now." }),
    }),
  },
  responses: {
    200: json(
      "The decision and its trace; about what is not the asker's own, a coarse answer that is the same whether somebody claims it or not",
      z.union([explanationSchema, coarseSchema]),
    ),
    ...problems,
    422: problem("This is no network object."),
  },
});

export function addWhoRoute(api: Api, context: WebContext): void {
  api.openapi(route, async (c) => {
    const { type, at } = c.req.valid("query");
    const input = { type: type ?? null, at: at === undefined ? null : new Date(at) };
    const explain = await explainObject({ context, input });
    const { actor } = c.var;
    permit(actor, "who.ask");
    const whole = explain(c.req.valid("param").object);
    const own = actor.kind === "member" ? actor.organisation : null;
    const answer = actor.kind === "house" ? whole : narrowExplanation(whole, own);
    if ("answered" in answer) return c.json(answer, 200);
    const { trace, informed, parts, ...rest } = answer;
    return c.json(
      {
        ...rest,
        informed: [...informed],
        trace: trace.map((step) => ({ ...step })),
        ...(parts && { parts: parts.map((part) => ({ ...part, informed: [...part.informed] })) }),
      },
      200,
    );
  });
}
