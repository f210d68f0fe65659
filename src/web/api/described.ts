import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { holdReasons, rungs } from "../../domain/decision/rung.ts";
import { dispositions } from "../../domain/finding/disposition.ts";
import type { WebEnv } from "../context.ts";

/** What routes are added to, together with their descriptions. */
export type Api = OpenAPIHono<WebEnv>;

/** How failures are told, for the descriptions of routes. */
const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    remedy: z.string(),
    retry: z.boolean(),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .openapi("Problem");

export function problem(description: string) {
  return { description, content: { "application/problem+json": { schema: problemSchema } } };
}

/** Failures that every route may answer. */
export const problems = {
  400: problem("The request does not fit this description."),
  401: problem("No valid bearer token."),
  429: problem("Too many wrong tokens."),
} as const;

export function json<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { "application/json": { schema } } };
}

/** What a request has to hold. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { "application/json": { schema } } } as const;
}

export const instant = z.iso.datetime().openapi({ description: "RFC 3339, UTC" });
export const rung = z.enum(rungs);
export const tier = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);
export const reportId = z.uuid().openapi({ example: "019ac5f2-0000-7000-8000-000000000000" });

export const dispositionCounts = z
  .partialRecord(z.enum(dispositions), z.int())
  .openapi({ description: "Adds up to `accepted`; those that are 0 are left out." });

export const held = z.object({ reason: z.enum(holdReasons), detail: z.string() }).openapi("Held");

/** A page of a list: where to begin, and how much. */
export const paging = {
  after: z.string().max(64).optional().openapi({ description: "`nextCursor` of the page before" }),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
};

export const nextCursor = z.string().nullable().openapi({
  description: "What to give as `after` for the next page; null on the last.",
});

export function toInstant(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
