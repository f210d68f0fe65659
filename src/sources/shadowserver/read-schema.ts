import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import {
  type ShadowserverField,
  type ShadowserverReport,
  type ShadowserverSchema,
  toReportOfColumns,
} from "../../domain/report/shadowserver-schema.ts";
import { AppError } from "../../platform/errors.ts";

/**
 * The schema that ships (`schema.json`), in a form of our own.
 *
 * `defaults` says for each column how most reports map it: `key` or `key conversion`. A report lists its columns,
 * separated by spaces; one that it maps otherwise is written `column>key` or `column>key:conversion`, and `-` as key
 * keeps it out of the event.
 */
const shippedSchema = z.object({
  dated: z.string().nullable(),
  defaults: z.record(z.string(), z.string()),
  reports: z.record(
    z.string(),
    z.object({
      feed: z.string(),
      constants: z.record(z.string(), z.string()),
      required: z.string(),
      optional: z.string(),
    }),
  ),
});

export type ShippedSchema = z.infer<typeof shippedSchema>;

/** One field as the feed's owner writes it: key (false: none), column, conversion, whether that looks at the whole row. */
const publishedField = z
  .tuple([z.union([z.string(), z.literal(false)]), z.string()])
  .rest(z.unknown());

const publishedReport = z.object({
  feed_name: z.string(),
  file_name: z.string(),
  constant_fields: z.record(z.string(), z.coerce.string()).default({}),
  required_fields: z.array(publishedField).default([]),
  optional_fields: z.array(publishedField).default([]),
});

/** `reports.json` of the feed's owner: only what we need of it. */
const publishedColumns = z.record(
  z.string(),
  z.object({ fields: z.array(z.string()), name: z.string().optional() }),
);

/**
 * Reads the schema of a folder: `schema.json` as it ships, and over it the newer `reports.json` and `intelmq.json` of
 * the feed's owner when somebody put them there, so that a new report type needs no code.
 */
export async function readShadowserverSchema(folder: string): Promise<ShadowserverSchema> {
  const shipped = parseShipped(await readJson(join(folder, "schema.json")), folder);
  const columns = await findJson(join(folder, "reports.json"));
  const published = await findJson(join(folder, "intelmq.json"));
  const reports = new Map(shipped.reports);
  if (columns !== null) {
    for (const report of parsePublishedColumns(columns, shipped.defaults, folder)) {
      if (!reports.has(report.fileName)) reports.set(report.fileName, report);
    }
  }
  if (published === null) return { ...shipped, reports };
  const newer = parsePublished(published, folder);
  for (const report of newer.reports) reports.set(report.fileName, report);
  return { ...shipped, reports, dated: newer.dated ?? shipped.dated };
}

/** Reads the official `intelmq.json`. */
export function parsePublished(
  json: unknown,
  folder: string,
): { readonly dated: string | null; readonly reports: readonly ShadowserverReport[] } {
  const entries = Object.entries(
    check(z.record(z.string(), z.unknown()), json, folder, "intelmq.json"),
  );
  const reports = entries
    .filter(([key]) => key !== "_meta")
    .map(([key, entry]) => toReport(check(publishedReport, entry, folder, `intelmq.json, ${key}`)));
  const meta = z
    .object({ date_created: z.string() })
    .safeParse(entries.find(([key]) => key === "_meta")?.[1]);
  return { dated: meta.success ? meta.data.date_created : null, reports };
}

function toReport(entry: z.infer<typeof publishedReport>): ShadowserverReport {
  const toField = ([key, column, conversion]: readonly unknown[]): ShadowserverField => ({
    column: String(column),
    key: key === false ? null : String(key),
    conversion: typeof conversion === "string" ? conversion : null,
  });
  return {
    fileName: entry.file_name,
    feedName: entry.feed_name,
    constants: entry.constant_fields,
    required: entry.required_fields.map(toField),
    optional: entry.optional_fields.map(toField),
  };
}

function parsePublishedColumns(
  json: unknown,
  defaults: ShadowserverSchema["defaults"],
  folder: string,
): ShadowserverReport[] {
  return Object.entries(check(publishedColumns, json, folder, "reports.json")).map(
    ([fileName, { fields, name }]) => {
      const report = toReportOfColumns(fileName, fields, defaults);
      return name === undefined ? report : { ...report, feedName: name };
    },
  );
}

function parseShipped(json: unknown, folder: string): ShadowserverSchema {
  const shipped = check(shippedSchema, json, folder, "schema.json");
  const defaults = new Map<string, ShadowserverField>();
  for (const [column, target] of Object.entries(shipped.defaults)) {
    defaults.set(column, toTarget(column, target.split(" ")));
  }
  const toFields = (list: string): ShadowserverField[] =>
    list
      .split(" ")
      .filter((entry) => entry !== "")
      .map((entry) => {
        const [column = "", target] = entry.split(">");
        if (target !== undefined) return toTarget(column, target.split(":"));
        return defaults.get(column) ?? toTarget(column, ["extra."]);
      });
  const reports = new Map<string, ShadowserverReport>();
  for (const [fileName, entry] of Object.entries(shipped.reports)) {
    reports.set(fileName, {
      fileName,
      feedName: entry.feed,
      constants: entry.constants,
      required: toFields(entry.required),
      optional: toFields(entry.optional),
    });
  }
  return { dated: shipped.dated, reports, defaults };
}

function toTarget(column: string, [key, conversion]: readonly string[]): ShadowserverField {
  return { column, key: key === "-" ? null : (key ?? "extra."), conversion: conversion ?? null };
}

function check<T>(schema: z.ZodType<T>, json: unknown, folder: string, where: string): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new AppError(
    "settings-invalid",
    `${join(folder, where)}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is malformed"}`,
    {
      remedy: "Take the file from its publisher again, or remove it to use the schema that ships.",
    },
  );
}

async function findJson(path: string): Promise<unknown> {
  try {
    return await readJson(path);
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return null;
    throw error;
  }
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new AppError("not-found", `${path} is missing.`, { cause: error });
    }
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError("settings-invalid", `${path} is no JSON.`, {
      cause: error,
      remedy: "Take the file from its publisher again, or remove it to use the schema that ships.",
    });
  }
}
