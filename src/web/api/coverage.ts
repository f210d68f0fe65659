import { createRoute, z } from "@hono/zod-openapi";
import { permit } from "../../actions/access/permit.ts";
import { accountCoverage } from "../../actions/account-coverage.ts";
import { coverageOutcomes } from "../../domain/decision/coverage-counts.ts";
import { coverageSplits } from "../../domain/decision/coverage-groups.ts";
import { pairRules } from "../../domain/decision/overlap-pairs.ts";
import { overlapRules } from "../../domain/decision/overlaps.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { json, problem, problems, rung } from "./described.ts";

/** Beyond 2^53 numbers lose digits in JSON, so IPv6 is counted in text. */
const size = z.union([z.int(), z.string()]);
const stretch = { range: z.string(), addresses: size };
const counts = {
  v4: z.object({ addresses: z.int(), byRung: z.record(z.enum(coverageOutcomes), z.int()) }),
  v6: z.object({ addresses: z.string(), byRung: z.record(z.enum(coverageOutcomes), z.string()) }),
};

const breakdown = z
  .object({
    by: z.enum(coverageSplits),
    groups: z
      .array(z.object({ key: z.string().nullable(), name: z.string().nullable(), ...counts }))
      .readonly(),
    others: z.object({ groups: z.int(), ...counts }).nullable(),
  })
  .openapi({ description: "Largest groups first; with `others` they add up to all addresses." });

const pair = z.object({
  first: z.string(),
  second: z.string(),
  rung,
  secondRung: rung,
  settledBy: z.enum(pairRules),
  v4: z.object({ addresses: z.int() }),
  v6: z.object({ addresses: z.string() }),
});

const coverageSchema = z
  .object({
    ...counts,
    gaps: z.array(z.object(stretch)).readonly(),
    overlaps: z
      .array(
        z.object({
          ...stretch,
          rung,
          candidates: z.array(z.string()).readonly(),
          settledBy: z.enum(overlapRules),
          rules: z.array(z.enum(overlapRules)).readonly(),
        }),
      )
      .readonly(),
    totals: z.object({ gaps: z.int(), overlaps: z.int() }),
    breakdowns: z.array(breakdown).readonly().optional(),
    overlapPairs: z
      .object({ pairs: z.array(pair).readonly(), total: z.int() })
      .optional()
      .openapi({ description: "Who is asked first, who could answer too, and the rule." }),
  })
  .openapi("Coverage");

const ways = [...coverageSplits, "overlap"] as const;
const list = (text: string): string[] => text.split(",").map((item) => item.trim());

const route = createRoute({
  method: "get",
  path: "/coverage",
  summary: "Addresses of a country or a list by rung, with gaps and overlaps",
  description: "Counts every address; takes up to some seconds. For people of the house.",
  request: {
    query: z.object({
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, "is not two capital letters")
        .optional(),
      prefixes: z.string().min(1).max(8000).optional().openapi({
        description: "Instead of a country: prefixes and addresses with commas between.",
        example: "192.0.2.0/24,2001:db8::/32",
      }),
      by: z
        .string()
        .transform(list)
        .pipe(z.array(z.enum(ways)))
        .optional()
        .openapi({
          type: "string",
          description: `Also in groups: ${ways.join(", ")}; several with commas between.`,
        }),
      limit: z.coerce.number().int().min(1).max(1000).default(50).openapi({
        description: "Gaps, overlaps and groups that are named; the rest is summed.",
      }),
    }),
  },
  responses: {
    200: json("Every address accounted for; each family adds up to its addresses", coverageSchema),
    ...problems,
    404: problem("The registry has no addresses of the country."),
    422: problem("The list has a mistake; nothing of it is counted."),
  },
});

export function addCoverageRoute(api: Api, context: WebContext): void {
  api.openapi(route, async (c) => {
    permit(c.var.actor, "coverage.read", "everybody");
    const { country, prefixes, by = [], limit } = c.req.valid("query");
    const area =
      prefixes === undefined
        ? { country: country ?? context.instance.homeCountry }
        : { prefixes: list(prefixes) };
    const coverage = await accountCoverage({ context, input: { ...area, listed: limit, by } });
    return c.json(coverage, 200);
  });
}
