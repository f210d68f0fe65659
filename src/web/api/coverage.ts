import { createRoute, z } from "@hono/zod-openapi";
import { permit } from "../../actions/access/permit.ts";
import { accountCoverage } from "../../actions/account-coverage.ts";
import { coverageOutcomes } from "../../domain/decision/coverage.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { json, problem, problems, rung } from "./described.ts";

/** Beyond 2^53 numbers lose digits in JSON, so IPv6 is counted in text. */
const size = z.union([z.int(), z.string()]);
const stretch = { range: z.string(), addresses: size };

const coverageSchema = z
  .object({
    v4: z.object({ addresses: z.int(), byRung: z.record(z.enum(coverageOutcomes), z.int()) }),
    v6: z.object({ addresses: z.string(), byRung: z.record(z.enum(coverageOutcomes), z.string()) }),
    gaps: z.array(z.object(stretch)),
    overlaps: z.array(
      z.object({
        ...stretch,
        rung,
        candidates: z.array(z.string()),
        settledBy: z.string(),
      }),
    ),
    totals: z.object({ gaps: z.int(), overlaps: z.int() }),
  })
  .openapi("Coverage");

const route = createRoute({
  method: "get",
  path: "/coverage",
  summary: "Addresses of a country by rung, with gaps and overlaps",
  description: "Counts every address that the registry gives the country; takes some seconds.",
  request: {
    query: z.object({
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, "is not two capital letters")
        .optional(),
    }),
  },
  responses: {
    200: json("Every address accounted for; each family adds up to its addresses", coverageSchema),
    ...problems,
    404: problem("The registry has no addresses of the country."),
  },
});

export function addCoverageRoute(api: Api, context: WebContext): void {
  api.openapi(route, async (c) => {
    permit(c.var.actor, "coverage.read", "everybody");
    const country = c.req.valid("query").country ?? context.instance.homeCountry;
    const { gaps, overlaps, ...rest } = await accountCoverage({ context, input: { country } });
    return c.json(
      {
        ...rest,
        gaps: [...gaps],
        overlaps: overlaps.map((overlap) => ({ ...overlap, candidates: [...overlap.candidates] })),
      },
      200,
    );
  });
}
