import { createRoute, z } from "@hono/zod-openapi";
import { listCorrections } from "../../actions/list-corrections.ts";
import { previewCorrection } from "../../actions/preview-correction.ts";
import { previewRecall } from "../../actions/preview-recall.ts";
import { recallReports } from "../../actions/recall-reports.ts";
import { sendCorrection } from "../../actions/send-correction.ts";
import type { CorrectionScope } from "../../domain/correction/scope.ts";
import { episodeStates } from "../../domain/finding/episode-state.ts";
import { type FinderId, type FindingTypeId, isSlug, type ReportId } from "../../domain/ids.ts";
import { deliveryStates } from "../../store/views/notification-list.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { instant, json, jsonBody, problem, problems, reportId } from "./described.ts";

const slug = z.string().refine(isSlug);

const scopeSchema = z
  .union([
    z.strictObject({ kind: z.literal("report"), report: reportId }),
    z.strictObject({ kind: z.literal("case"), name: z.string().min(1).max(300) }),
    z.strictObject({
      kind: z.literal("type"),
      type: slug,
      finder: slug.nullable().default(null).openapi({ description: "Null: of all finders." }),
    }),
  ])
  .openapi("CorrectionScope");

const toldSchema = z.array(
  z.object({
    channel: z.string(),
    state: z.enum(deliveryStates),
    notifications: z.int(),
    rows: z.int(),
    recipients: z.int(),
  }),
);

const previewed = {
  scope: scopeSchema,
  digest: z.string().openapi({ description: "Hexadecimal; it is carried out by this." }),
  reports: z.array(reportId),
  told: toldSchema.openapi({ description: "What went out, and what is taken back unsent." }),
  recipients: z.int().openapi({ description: "To how many a correction goes." }),
  firstRecipients: z.array(
    z.object({
      address: z.string(),
      organisation: z.string().nullable(),
      notifications: z.int(),
      rows: z.int(),
    }),
  ),
};

const sample = z.object({
  finding: z.int(),
  type: z.string(),
  address: z.string().nullable(),
  name: z.string().nullable(),
  port: z.int().nullable(),
  finder: z.string().nullable(),
});

const recallPreview = z
  .object({
    ...previewed,
    waitingReports: z.array(reportId).openapi({ description: "They wait, and are not touched." }),
    findings: z.object({
      withdrawn: z.int().openapi({ description: "Nobody else shows them." }),
      waits: z.int().openapi({ description: "Only reports that wait for a person show them." }),
      stands: z.int().openapi({ description: "A released report shows them too." }),
      byState: z.partialRecord(z.enum(episodeStates), z.int()),
    }),
    samples: z.object({ withdrawn: z.array(sample), stands: z.array(sample) }),
  })
  .openapi("PreviewedRecall");

const correctionPreview = z.object(previewed).openapi("PreviewedCorrection");

const text = z.string().max(2000).nullable().default(null);
const orderFields = {
  scope: scopeSchema,
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  reason: z.string().min(1).max(2000),
  texts: z
    .strictObject({ nl: text, en: text })
    .default({ nl: null, en: null })
    .openapi({ description: "What recipients are told was wrong, by language." }),
};

const failures = {
  ...problems,
  403: problem("Not an operator."),
  404: problem("There is nothing of this."),
  409: problem(
    "Nothing of it can be taken back, it changed meanwhile, or somebody has to approve.",
  ),
} as const;

const previewRecallRoute = createRoute({
  method: "post",
  path: "/recalls/preview",
  summary: "What recalling a report, a case or a finding type would do; changes nothing",
  request: { body: jsonBody(z.strictObject({ scope: scopeSchema })) },
  responses: { 200: json("What it would do", recallPreview), ...failures },
});

const recallRoute = createRoute({
  method: "post",
  path: "/recalls",
  summary: "Recall what was previewed: whoever got a row of it is owed a correction",
  request: { body: jsonBody(z.strictObject(orderFields)) },
  responses: {
    200: json(
      "What it came to",
      z
        .object({
          correction: z.uuid(),
          withdrawn: z.int(),
          waits: z.int(),
          stands: z.int(),
          unsent: z.int(),
          rows: z.int().openapi({ description: "That somebody was told, or may have been." }),
        })
        .openapi("Recalled"),
    ),
    ...failures,
  },
});

const previewCorrectionRoute = createRoute({
  method: "post",
  path: "/corrections/preview",
  summary: "To whom something put right would go; changes nothing",
  request: { body: jsonBody(z.strictObject({ scope: scopeSchema })) },
  responses: { 200: json("To whom it would go", correctionPreview), ...failures },
});

const correctionRoute = createRoute({
  method: "post",
  path: "/corrections",
  summary: "Put right what was previewed, and take nothing back",
  request: { body: jsonBody(z.strictObject(orderFields)) },
  responses: {
    200: json(
      "About how many notifications",
      z.object({ correction: z.uuid(), notifications: z.int() }),
    ),
    ...failures,
  },
});

const listRoute = createRoute({
  method: "get",
  path: "/corrections",
  summary:
    "What was taken back or put right, and how far its recipients were told, the latest first",
  request: { query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }) },
  responses: {
    200: json(
      "Corrections",
      z.object({
        corrections: z.array(
          z
            .object({
              correction: z.uuid(),
              scope: scopeSchema,
              recalls: z.boolean(),
              reason: z.string(),
              madeAt: instant,
              madeBy: z.string(),
              due: z.int().openapi({ description: "Notifications still to be corrected." }),
              messages: z.int(),
              accepted: z.int(),
              failed: z.int(),
            })
            .openapi("Correction"),
        ),
      }),
    ),
    ...problems,
    403: problem("Not of the house."),
  },
});

export function addCorrectionRoutes(api: Api, context: WebContext): void {
  api.openapi(previewRecallRoute, async (c) => {
    const scope = toScope(c.req.valid("json").scope);
    const found = await previewRecall({ context, input: { scope, actor: c.var.actor } });
    const { samples, ...rest } = found;
    const shown = { withdrawn: [...samples.withdrawn], stands: [...samples.stands] };
    const waitingReports = [...found.waitingReports];
    return c.json({ ...rest, ...toLists(found), waitingReports, samples: shown }, 200);
  });
  api.openapi(recallRoute, async (c) => {
    const { scope, ...order } = c.req.valid("json");
    const input = { ...order, scope: toScope(scope), actor: c.var.actor };
    return c.json(await recallReports({ context, input }), 200);
  });
  api.openapi(previewCorrectionRoute, async (c) => {
    const scope = toScope(c.req.valid("json").scope);
    const found = await previewCorrection({ context, input: { scope, actor: c.var.actor } });
    return c.json({ ...found, ...toLists(found) }, 200);
  });
  api.openapi(correctionRoute, async (c) => {
    const { scope, ...order } = c.req.valid("json");
    const input = { ...order, scope: toScope(scope), actor: c.var.actor };
    return c.json(await sendCorrection({ context, input }), 200);
  });
  api.openapi(listRoute, async (c) => {
    const { limit } = c.req.valid("query");
    const found = await listCorrections({ context, input: { actor: c.var.actor, limit } });
    const corrections = found.map(({ madeAt, ...one }) => ({
      ...one,
      madeAt: madeAt.toISOString(),
    }));
    return c.json({ corrections }, 200);
  });
}

function toScope(scope: z.infer<typeof scopeSchema>): CorrectionScope {
  if (scope.kind === "report") return { kind: "report", report: scope.report as ReportId };
  if (scope.kind === "case") return scope;
  return {
    kind: "type",
    type: scope.type as FindingTypeId,
    finder: scope.finder as FinderId | null,
  };
}

/** Lists that may be written to, as descriptions of answers want them. */
function toLists(found: Awaited<ReturnType<typeof previewCorrection>>) {
  return {
    reports: [...found.reports],
    told: [...found.told],
    firstRecipients: [...found.firstRecipients],
  };
}
