import { createRoute, z } from "@hono/zod-openapi";
import { rememberAnswer } from "../../actions/remember-answer.ts";
import { repeatAnswer } from "../../actions/repeat-answer.ts";
import { type SubmitReportInput, submitReport } from "../../actions/submit-report.ts";
import { grades } from "../../domain/finding/grade.ts";
import { findTlp, tlpLabels } from "../../domain/finding/tlp.ts";
import { type FinderId, isSlug } from "../../domain/ids.ts";
import { formats } from "../../domain/report/source.ts";
import type { WebContext } from "../context.ts";
import type { Api } from "./described.ts";
import { json, problem, problems } from "./described.ts";
import { readBody } from "./read-body.ts";
import { submittedSchema } from "./report-answer.ts";

const flag = z.enum(["true", "false"]).default("false");

const querySchema = z.object({
  finder: z
    .string()
    .refine(isSlug, "is not the id of a finder")
    .openapi({ example: "shadowserver" }),
  format: z
    .enum(formats)
    .optional()
    .openapi({ description: "Instead of what its beginning tells." }),
  type: z.string().min(1).max(200).optional().openapi({
    description: "What was found, where the rows do not say it: id, alias or CVE.",
  }),
  case: z.string().min(1).max(200).optional().openapi({ example: "DIVD-2024-00005" }),
  tlp: z
    .string()
    .refine((text) => findTlp(text) !== null, `is none of ${tlpLabels.join(", ")}`)
    .optional()
    .openapi({ description: "The stricter of this and its finder's holds." }),
  grade: z.enum(grades).optional(),
  complete: flag.openapi({
    description:
      "It states everything that its scan covered: what is no longer seen is closed as fixed.",
  }),
  release: flag.openapi({
    description: "Release it at once, also when its finder is not trusted.",
  }),
  fileName: z.string().min(1).max(255).optional().openapi({
    description: "Base name; some formats are told by it.",
  }),
  map: z
    .union([z.string(), z.array(z.string())])
    .transform((maps) => (Array.isArray(maps) ? maps : [maps]))
    .refine((maps) => maps.every((map) => mapPattern.test(map)), "is not column=field")
    .optional()
    .openapi({ type: "array", items: { type: "string" }, example: ["Adres=ip"] }),
});

const mapPattern = /^(.{1,200})=([a-z]{1,20})$/;

const route = createRoute({
  method: "post",
  path: "/reports",
  summary: "Hand a report over",
  description:
    "The body is the report as it is, plain or packed with gzip, zstd or zip, of any size; it is read as a stream. The " +
    "same bytes of the same finder are taken in once.",
  request: {
    query: querySchema,
    headers: z.object({
      "idempotency-key": z
        .string()
        .regex(/^[\x21-\x7e]{1,255}$/, "is not 1 to 255 signs without spaces")
        .optional()
        .openapi({
          description: "Repeated within a day with the same request, it gives the same answer.",
        }),
      "openpgp-signature": z
        .string()
        .regex(/^[A-Za-z0-9+/]{1,12000}={0,2}$/, "is not base64")
        .optional()
        .openapi({
          description:
            "A detached OpenPGP signature over the body as it is, armored or binary, in base64. One that does not fit " +
            "lets the report wait for a person.",
        }),
    }),
    body: {
      content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
    },
  },
  responses: {
    200: json("What became of it", submittedSchema),
    ...problems,
    413: problem("The report is too large."),
    422: problem("The report cannot be read at all, or the key was used for another."),
  },
});

type Query = z.infer<typeof querySchema>;

export function addSubmitRoute(api: Api, context: WebContext): void {
  api.openapi(route, async (c) => {
    const query = c.req.valid("query");
    const { "idempotency-key": key, "openpgp-signature": signature } = c.req.valid("header");
    const received = readBody(c.req.raw);
    const request = JSON.stringify(query, Object.keys(query).sort()) + (signature ?? "");
    if (key !== undefined) {
      const repeated = await repeatAnswer({ context, input: { key, request, received } });
      if (repeated !== null) return c.json(repeated as z.infer<typeof submittedSchema>, 200);
    }
    const { answer } = await submitReport({
      context,
      input: {
        received,
        handover: toHandover(query, signature),
        expectedBytes: toLength(c.req.raw.headers.get("content-length")),
        release: query.release === "true",
        actor: c.var.actor,
      },
    });
    if (key !== undefined) {
      const { sha256 } = answer;
      await rememberAnswer({ context, input: { key, request, sha256, answer } });
    }
    return c.json({ ...answer, quarantine: [...answer.quarantine] }, 200);
  });
}

function toHandover(query: Query, signature: string | undefined): SubmitReportInput["handover"] {
  return {
    finder: query.finder as FinderId,
    fileName: query.fileName?.replace(/\.(?:gz|gzip|zst|zstd|zip)$/i, "") ?? null,
    format: query.format ?? null,
    typeLabel: query.type ?? null,
    mapping: toMapping(query.map ?? []),
    caseName: query.case ?? null,
    tlp: query.tlp === undefined ? null : findTlp(query.tlp),
    grade: query.grade ?? null,
    complete: query.complete === "true",
    scope: null,
    signature: signature === undefined ? null : Buffer.from(signature, "base64"),
  };
}

/** Our field by the report's column, lower case. */
function toMapping(maps: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    maps.map((map) => {
      const [, column = "", field = ""] = mapPattern.exec(map) ?? [];
      return [column.toLowerCase(), field];
    }),
  );
}

/** The length that the sender announces; null when it streams. */
function toLength(header: string | null): number | null {
  return header !== null && /^\d{1,15}$/.test(header) ? Number(header) : null;
}
