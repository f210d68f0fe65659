import { z } from "@hono/zod-openapi";
import { grades } from "../../domain/finding/grade.ts";
import { tlpLabels } from "../../domain/finding/tlp.ts";
import { formats } from "../../domain/report/source.ts";
import { waitReasons } from "../../domain/report/wait-reason.ts";
import type { ReportSummary } from "../../store/views/report-summary.ts";
import { dispositionCounts, instant, reportId } from "./described.ts";

const quarantinedRow = z
  .object({
    row: z.int(),
    line: z.int(),
    field: z.string(),
    reason: z.string(),
    value: z.string().openapi({ description: "What stood there, cut to 200 characters." }),
  })
  .openapi("QuarantinedRow");

const counted = {
  rows: z.int().openapi({ description: "accepted + quarantined" }),
  accepted: z.int().openapi({ description: "new + seenAgain + reopened" }),
  quarantined: z.int(),
  new: z.int(),
  seenAgain: z.int(),
  reopened: z.int(),
  dispositions: dispositionCounts,
  quarantine: z.array(quarantinedRow).openapi({ description: "The first 100." }),
};

const described = {
  report: reportId,
  finder: z.string(),
  format: z.enum(formats).nullable(),
  type: z.string().nullable(),
  sha256: z.string().openapi({ description: "Of the bytes as received, hexadecimal." }),
};

/** What `report submit --json` prints. */
export const submittedSchema = z
  .object({
    ...described,
    duplicateOf: reportId.nullable().openapi({
      description:
        "The report that this one repeats; nothing was taken in and everything that counts is 0.",
    }),
    ...counted,
    elapsedMs: z.int(),
  })
  .openapi("SubmittedReport");

/** A report as it stands today. */
export const reportSchema = z
  .object({
    ...described,
    fileName: z.string().nullable(),
    caseName: z.string().nullable(),
    tlp: z.enum(tlpLabels),
    grade: z.enum(grades),
    trusted: z.boolean(),
    complete: z.boolean(),
    state: z.enum(["received", "completed", "refused"]),
    refusal: z
      .object({
        reason: z.string(),
        detail: z.string(),
        line: z.int().nullable(),
        field: z.string().nullable(),
        remedy: z.string(),
      })
      .nullable(),
    receivedAt: instant,
    completedAt: instant.nullable(),
    releasedAt: instant.nullable(),
    releasedBy: z.string().nullable(),
    held: z
      .object({ at: instant, reason: z.string(), by: z.enum(["report", "finder"]) })
      .nullable()
      .openapi({ description: "Why nothing of it goes out." }),
    waitsBecause: z
      .enum(waitReasons)
      .nullable()
      .openapi({ description: "Why it waits, or waited, for a person." }),
    signed: z.boolean().openapi({ description: "Whether a signature came with it." }),
    signedBy: z
      .string()
      .nullable()
      .openapi({ description: "Fingerprint of the key, where the signature fits." }),
    rejected: z
      .object({ at: instant, by: z.string(), reason: z.string() })
      .nullable()
      .openapi({ description: "A person refused it, for good." }),
    recalled: z
      .object({ at: instant, by: z.string(), reason: z.string() })
      .nullable()
      .openapi({ description: "Taken back after it went out: nothing that it says holds." }),
    ...counted,
  })
  .openapi("Report");

export function toReportAnswer(summary: ReportSummary) {
  const { scope: _scope, kept: _kept, replacedBytes: _replaced, quarantine, ...rest } = summary;
  return {
    ...rest,
    rows: summary.accepted + summary.quarantined,
    quarantine: [...quarantine],
  };
}
