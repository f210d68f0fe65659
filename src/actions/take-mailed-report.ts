import type { Actor } from "../domain/access/actor.ts";
import type { FinderId, ReportId } from "../domain/ids.ts";
import type { ReceivedMailId } from "../domain/incoming/received-mail.ts";
import type { ReadSignedFiles, SignedFile } from "../domain/incoming/signed-file.ts";
import type { Format } from "../domain/report/source.ts";
import { takeIn } from "../pipeline/run.ts";
import { runOpenMail } from "../pipeline/run-mail-room.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { lockWaiting, settleReceivedMail } from "../store/received-mails.ts";
import { findReceivedMail } from "../store/views/received-mails.ts";
import { permit } from "./access/permit.ts";

export type TakeMailedReportContext = Parameters<typeof takeIn>[0] & {
  readonly readSignedFiles: ReadSignedFiles;
};

export type TakeMailedReportInput = {
  readonly actor: Actor;
  readonly id: ReceivedMailId;
  /** Whose keys the signatures are checked with. */
  readonly finder: FinderId;
  /** Null: what its beginning tells. */
  readonly format: Format | null;
  readonly caseName: string | null;
};

/**
 * Takes the signed files of a mail in as reports of a finder, each as if it had handed it over, and settles the mail. One
 * whose signature does not fit waits for a person, as on every other way. The same file again is the same report. Throws
 * `conflict` when the mail does not wait or has no signed file, `input-refused` where one cannot be read.
 */
export async function takeMailedReport({
  context,
  input,
}: {
  readonly context: TakeMailedReportContext;
  readonly input: TakeMailedReportInput;
}): Promise<readonly ReportId[]> {
  const { actor, id, finder } = input;
  permit(actor, "report.submit", { finder });
  permit(actor, "mail.answer", "everybody");
  const mail = await findReceivedMail(context.sql, id);
  const bytes = mail?.state === "waiting" ? await runOpenMail(context, id) : null;
  if (bytes === null) throw new AppError("conflict", "This mail does not wait for anybody.");
  const files = await context.readSignedFiles(bytes);
  if (files.length === 0) {
    throw new AppError("conflict", "This mail has no signed file.", {
      remedy: "A report is a file with a detached signature beside it: list.csv and list.csv.asc.",
    });
  }
  const reports: ReportId[] = [];
  for (const file of files) reports.push(await takeFile(context, input, file));
  await transaction(context.sql, async (sql) => {
    if ((await lockWaiting(sql, id)) === null) return;
    const at = context.clock();
    await settleReceivedMail(sql, id, { at, by: actor.name, effects: ["report-taken"] });
    const detail = { mail: id, reports };
    await appendAudit(sql, { at, actor, act: "report.submit", about: finder, subject: id, detail });
  });
  return reports;
}

async function takeFile(
  context: TakeMailedReportContext,
  { finder, format, caseName }: TakeMailedReportInput,
  { fileName, content, signature }: SignedFile,
): Promise<ReportId> {
  const { report } = await takeIn(context, onePiece(content), {
    ...{ finder, format, caseName, fileName, signature },
    ...{ typeLabel: null, mapping: {}, tlp: null, grade: null, complete: false, scope: null },
    releasedBy: null,
  });
  return report;
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
