import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { SubmitReportInput } from "../actions/submit-report.ts";
import { grades } from "../domain/finding/grade.ts";
import type { FinderId } from "../domain/ids.ts";
import { readScopeFile } from "./report-file.ts";

const submissionSchema = z.strictObject({
  file: z.string(),
  finder: z.string(),
  case: z.string().optional(),
  type: z.string().optional(),
  grade: z.enum(grades).optional(),
  map: z.record(z.string(), z.string()).default({}),
  complete: z.boolean().default(false),
  scope: z.string().optional(),
  submittedAt: z.union([z.date(), z.iso.datetime()]),
  look: z.string(),
});

/** A report of the demonstration, with what its finder says of it. */
export type Submission = {
  readonly path: string;
  readonly handover: Omit<SubmitReportInput["handover"], "fileName">;
  readonly submittedAt: Date;
  /** What it shows. */
  readonly look: string;
};

/** The reports of the demonstration in the order in which they come in. */
export async function readSubmissions(folder: string): Promise<Submission[]> {
  const text = await readFile(join(folder, "submissions.yaml"), "utf8");
  const entries = z.array(submissionSchema).parse(parse(text));
  return Promise.all(entries.map((entry) => toSubmission(folder, entry)));
}

async function toSubmission(
  folder: string,
  entry: z.infer<typeof submissionSchema>,
): Promise<Submission> {
  const mapping = Object.entries(entry.map).map(([column, field]) => [column.toLowerCase(), field]);
  return {
    path: join(folder, entry.file),
    handover: {
      finder: entry.finder as FinderId,
      format: null,
      typeLabel: entry.type ?? null,
      mapping: Object.fromEntries(mapping),
      caseName: entry.case ?? null,
      tlp: null,
      grade: entry.grade ?? null,
      complete: entry.complete,
      scope: entry.scope === undefined ? null : await readScopeFile(join(folder, entry.scope)),
      signature: null,
    },
    submittedAt: new Date(entry.submittedAt),
    look: entry.look,
  };
}
