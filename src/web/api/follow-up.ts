import { createRoute, z } from "@hono/zod-openapi";
import { listRescans } from "../../actions/list-rescans.ts";
import { listSilence } from "../../actions/list-silence.ts";
import { showReportFates } from "../../actions/show-report-fates.ts";
import { submitRechecks } from "../../actions/submit-rechecks.ts";
import type { Actor } from "../../domain/access/actor.ts";
import { silenceKinds } from "../../domain/follow-up/silence.ts";
import { type FinderId, type FindingId, isSlug, type ReportId } from "../../domain/ids.ts";
import { recheckOutcomes } from "../../domain/recheck/judge-rechecks.ts";
import { AppError } from "../../platform/errors.ts";
import type { WebContext } from "../context.ts";
import { type Api, instant, json, jsonBody, problem, problems } from "./described.ts";

const finder = z
  .string()
  .refine(isSlug, "is not the id of a finder")
  .optional()
  .openapi({ description: "Of a token of the house; else your own." });

const rescansRoute = createRoute({
  method: "get",
  path: "/rescans",
  summary: "What a finder is asked to scan again",
  description:
    "Of its own findings those whose recipients were told, and that are said to be fixed or that it has not seen for a week. Which of the two is not said.",
  request: {
    query: z.object({
      finder,
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(10_000).default(1000),
    }),
  },
  responses: {
    200: json(
      "Findings",
      z.object({
        rescans: z.array(
          z
            .object({
              finding: z.int(),
              address: z.string().nullable(),
              name: z.string().nullable(),
              port: z.int().nullable(),
              transport: z.int().nullable().openapi({ description: "IANA protocol number." }),
              type: z.string(),
              lastSeenAt: instant,
            })
            .openapi("Rescan"),
        ),
        nextCursor: z.string().nullable(),
      }),
    ),
    ...problems,
  },
});

const recheckRoute = createRoute({
  method: "post",
  path: "/rechecks",
  summary: "Hand in what was found on looking again",
  description:
    "What is gone is verified as fixed, where the finder is trusted and the host does not come and go (then two looks six hours apart count). What is still open refutes a claim that it is fixed. Findings of others and closed ones are left out.",
  request: {
    body: jsonBody(
      z
        .strictObject({
          finder,
          results: z
            .array(
              z.strictObject({
                finding: z.int().positive(),
                outcome: z.enum(recheckOutcomes),
                checkedAt: z.iso.datetime({ offset: true }),
              }),
            )
            .min(1)
            .max(10_000),
        })
        .openapi("Rechecks"),
    ),
  },
  responses: {
    200: json(
      "What it came to",
      z
        .object({
          kept: z.int(),
          leftOut: z.int(),
          verifiedFixed: z.int(),
          refuted: z.int(),
        })
        .openapi("Rechecked"),
    ),
    ...problems,
    403: problem("Not for this finder."),
    404: problem("There is no such finder."),
  },
});

const fatesRoute = createRoute({
  method: "get",
  path: "/reports/{id}/fates",
  summary: "What became of the findings of a report",
  description:
    "Adds up to `findings`. For its finder, words of owners about fewer than five findings are put together: `answered` stands for acknowledged, saidFixed and disputed, `told` for these and delivered.",
  request: { params: z.object({ id: z.uuid() }) },
  responses: {
    200: json(
      "Counts",
      z
        .object({
          report: z.string(),
          findings: z.int(),
          fates: z.record(z.string(), z.int()),
        })
        .openapi("ReportFates"),
    ),
    ...problems,
    404: problem("There is no such report, or it is not yours."),
  },
});

const silenceRoute = createRoute({
  method: "get",
  path: "/silence",
  summary: "Of whom nothing comes: feeds, intermediaries, recipients that never react",
  responses: {
    200: json(
      "The longest first",
      z.object({
        silence: z.array(
          z
            .object({
              kind: z.enum(silenceKinds),
              about: z.string().openapi({ description: "A mail address, intermediary or feed." }),
              organisation: z.string().nullable(),
              since: instant,
              count: z.int().openapi({ description: "Mails not reacted to; of a feed, alarms." }),
            })
            .openapi("Silence"),
        ),
      }),
    ),
    ...problems,
    403: problem("Only for people of the house."),
  },
});

export function addFollowUpRoutes(api: Api, context: WebContext): void {
  api.openapi(rescansRoute, async (c) => {
    const { finder, after, limit } = c.req.valid("query");
    const { actor } = c.var;
    const input = { actor, finder: ownFinder(actor, finder), after, limit };
    const { rescans, next } = await listRescans({ context, input });
    const entries = rescans.map((entry) => ({
      ...entry,
      lastSeenAt: entry.lastSeenAt.toISOString(),
    }));
    return c.json({ rescans: entries, nextCursor: next === null ? null : String(next) }, 200);
  });
  api.openapi(recheckRoute, async (c) => {
    const { finder, results } = c.req.valid("json");
    const { actor } = c.var;
    const input = {
      actor,
      finder: ownFinder(actor, finder),
      results: results.map(({ finding, outcome, checkedAt }) => ({
        ...{ finding: finding as FindingId, outcome, checkedAt: new Date(checkedAt) },
      })),
    };
    return c.json({ ...(await submitRechecks({ context, input })) }, 200);
  });
  api.openapi(silenceRoute, async (c) => {
    const signals = await listSilence({ context, input: { actor: c.var.actor } });
    const silence = signals.map(({ since, ...signal }) => ({
      ...signal,
      since: since.toISOString(),
    }));
    return c.json({ silence }, 200);
  });
  api.openapi(fatesRoute, async (c) => {
    const report = c.req.valid("param").id as ReportId;
    const { fates, ...shown } = await showReportFates({
      context,
      input: { report, actor: c.var.actor },
    });
    return c.json({ ...shown, fates: { ...fates } as Record<string, number> }, 200);
  });
}

function ownFinder(actor: Actor, given: string | undefined): FinderId {
  const own = actor.kind === "finder" ? actor.finder : undefined;
  const id = given ?? own;
  if (id === undefined) throw new AppError("wrong-usage", "Of which finder?");
  return id as FinderId;
}
