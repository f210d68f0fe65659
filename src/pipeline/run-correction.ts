import { createHash } from "node:crypto";
import { type CorrectionScope, toScopeText } from "../domain/correction/scope.ts";
import type { Language } from "../domain/finding/finding-type.ts";
import type { CorrectionId, ReportId } from "../domain/ids.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { toSortedJson } from "../platform/sorted-json.ts";
import { insertCorrection, oweCorrection } from "../store/corrections.ts";
import { lockForHolds } from "../store/holds.ts";
import {
  countTold,
  listTold,
  type ToldRecipient,
  type ToldTotals,
} from "../store/recalled-rows.ts";
import type { PipelineContext } from "./material/context.ts";
import { type ResolvedScope, resolveScope } from "./material/recall-scope.ts";

/** Whom something put right would be told, and nothing of it done. */
export type PreviewedCorrection = {
  readonly scope: CorrectionScope;
  /** Hexadecimal; it is carried out by this. */
  readonly digest: string;
  readonly reports: readonly ReportId[];
  /** Notifications with rows of it by channel and what became of them. */
  readonly told: readonly ToldTotals[];
  readonly recipients: number;
  readonly firstRecipients: readonly ToldRecipient[];
};

const recipientsShown = 10;

/** Shows whom a correction that takes nothing back would go to; throws what `previewRecall` throws. */
export async function previewCorrection(
  { sql }: Pick<PipelineContext, "sql">,
  scope: CorrectionScope,
): Promise<PreviewedCorrection> {
  const resolved = await resolveScope(sql, scope);
  const rows = toRows(resolved);
  const { recipients, first } = await listTold(sql, rows, recipientsShown);
  return {
    scope,
    digest: digestOf(scope, resolved).toString("hex"),
    reports: resolved.reports.map(({ id }) => id),
    told: await countTold(sql, rows),
    recipients,
    firstRecipients: first,
  };
}

/** Nothing ends: rows are those of the reports themselves. */
function toRows({ reports, typeId }: ResolvedScope) {
  return { reports: reports.map(({ number }) => number), typeId, gone: [], openers: [] };
}

function digestOf(scope: CorrectionScope, { reports }: ResolvedScope): Buffer {
  const what = { scope, putRight: reports.map(({ id }) => id) };
  return createHash("sha256").update(toSortedJson(what)).digest();
}

/** What carries a correction out. */
export type CorrectionOrder = {
  readonly id: CorrectionId;
  readonly scope: CorrectionScope;
  readonly digest: string;
  readonly reason: string;
  readonly texts: Readonly<Record<Language, string>>;
  readonly at: Date;
  readonly by: string;
};

/**
 * Owes everybody who was shown rows of the scope, or is about to be, a correction with this text; answers how many
 * notifications it is about. Findings stay as they are. Throws `conflict` where the reports of the scope are others by now.
 *
 * @param allow called before anything is changed, with how many rows mail servers took; what it throws, corrects nothing
 * @param finish what belongs to the same transaction
 */
export async function runCorrection(
  { sql }: Pick<PipelineContext, "sql">,
  order: CorrectionOrder,
  allow: (sql: Sql, rowsTold: number) => Promise<void>,
  finish: (sql: Sql, notifications: number) => Promise<void>,
): Promise<number> {
  return transaction(
    sql,
    async (sql) => {
      await lockForHolds(sql);
      const { scope, digest: expected, ...rest } = order;
      const resolved = await resolveScope(sql, scope);
      const digest = digestOf(scope, resolved);
      if (digest.toString("hex") !== expected) throw toChanged(scope);
      const told = await countTold(sql, toRows(resolved));
      await allow(
        sql,
        told.reduce((sum, { state, rows }) => sum + (state === "accepted" ? rows : 0), 0),
      );
      await insertCorrection(sql, {
        ...rest,
        report: scope.kind === "report" ? (resolved.reports[0]?.number ?? null) : null,
        caseName: scope.kind === "case" ? scope.name : null,
        typeId: resolved.typeId,
        finder: scope.kind === "type" ? scope.finder : null,
        recalls: false,
        digest,
      });
      const notifications = await oweCorrection(sql, order.id);
      await finish(sql, notifications);
      return notifications;
    },
    { attempts: 3 },
  );
}

function toChanged(scope: CorrectionScope): AppError {
  return new AppError("conflict", `There is more of ${toScopeText(scope)} than was previewed.`, {
    remedy: "Look at it again, and send it by the new digest.",
  });
}
