import { createRoute, z } from "@hono/zod-openapi";
import { readFindings } from "../../actions/read-findings.ts";
import { holdReasons, rungs } from "../../domain/decision/rung.ts";
import { dispositions } from "../../domain/finding/disposition.ts";
import { episodeStates } from "../../domain/finding/episode-state.ts";
import { severities } from "../../domain/finding/severity.ts";
import type { FindingId } from "../../domain/ids.ts";
import { findPrefix } from "../../domain/network/prefix.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { instant, json, nextCursor, paging, problems, reportId, rung } from "./described.ts";
import { readNumberCursor, toPage } from "./page.ts";

const findingSchema = z
  .object({
    finding: z.int(),
    type: z.string(),
    adviceVersion: z
      .string()
      .nullable()
      .openapi({ description: "Of the text under /finding-types/{type}." }),
    severity: z.enum(severities),
    address: z.string().nullable(),
    name: z.string().nullable(),
    port: z.int().nullable(),
    transport: z.string().nullable(),
    state: z.enum(episodeStates),
    disposition: z.enum(dispositions),
    episode: z.int(),
    observedAt: instant,
    openedAt: instant,
    closedAt: instant.nullable(),
    finder: z.string(),
    report: reportId,
    caseName: z.string().nullable(),
    decision: z
      .int()
      .nullable()
      .openapi({ description: "Its reasons stand under /decisions/{id}." }),
    owner: z.string().nullable(),
    rung: rung.nullable(),
    organisation: z.string().nullable(),
    recipient: z.string().nullable(),
    held: z.enum(holdReasons).nullable(),
  })
  .openapi("Finding");

const slug = z.string().min(1).max(64);

const prefix = z
  .string()
  .max(64)
  .refine((text) => findPrefix(text) !== null, "is not a prefix such as 192.0.2.0/24")
  .openapi({ description: "The address lies in it." });

const route = createRoute({
  method: "get",
  path: "/findings",
  summary: "Findings in their present episode, the latest first",
  request: {
    query: z.object({
      finder: slug.optional(),
      case: z.string().max(200).optional(),
      type: slug.optional(),
      state: z.enum(episodeStates).optional(),
      disposition: z.enum(dispositions).optional(),
      owner: slug.optional(),
      rung: z.enum(rungs).optional(),
      prefix: prefix.optional(),
      since: z.iso
        .datetime({ offset: true })
        .optional()
        .openapi({ description: "Opened then or later." }),
      until: z.iso.datetime({ offset: true }).optional().openapi({ description: "Opened before." }),
      ...paging,
    }),
  },
  responses: {
    200: json("A page of findings", z.object({ findings: z.array(findingSchema), nextCursor })),
    ...problems,
  },
});

export function addFindingRoutes(api: Api, context: WebContext): void {
  api.openapi(route, async (c) => {
    const { after, limit, since, until, case: caseName, ...filters } = c.req.valid("query");
    const found = await readFindings({
      context,
      input: {
        actor: c.var.actor,
        filters: {
          ...filters,
          ...(caseName && { caseName }),
          ...(since && { since: new Date(since) }),
          ...(until && { until: new Date(until) }),
        },
        after: readNumberCursor(after) as FindingId | null,
        limit: limit + 1,
      },
    });
    const page = toPage(found, limit, ({ finding }) => String(finding));
    const findings = page.items.map((finding) => ({
      ...finding,
      adviceVersion: versionOf(context, finding.type),
    }));
    return c.json({ findings, nextCursor: page.nextCursor }, 200);
  });
}

/** Which words say what to do about a finding of this type; null where the catalogue does not know it any more. */
function versionOf({ catalogue, advice }: WebContext, name: string): string | null {
  const type = catalogue.findType(name);
  return type === null ? null : (advice.get(type.advice)?.version ?? null);
}
