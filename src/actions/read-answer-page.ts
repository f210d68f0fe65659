import type { Catalogue } from "../domain/finding/finding-type.ts";
import type { Tier } from "../domain/finding/tier.ts";
import { type RenderedRow, renderRow } from "../domain/notification/render-row.ts";
import { must } from "../platform/errors.ts";
import { type HandOff, listHandOffs } from "../store/answer-links.ts";
import { type AnswerableRow, listAnswerableRows } from "../store/views/answer-page.ts";
import { findWithdrawal, type Withdrawal } from "../store/views/notification-withdrawal.ts";
import { listToldFiles, type ToldFile } from "../store/views/told-files.ts";
import { recordAct } from "./access/record-act.ts";
import { type AnsweringContext, type OpenLink, openLink } from "./answering/open-link.ts";

/** A row as its recipient may see it: no more than in its mail. */
export type AnswerPageRow = Pick<
  AnswerableRow,
  "position" | "severity" | "isLive" | "said" | "saidAt" | "tier"
> & {
  readonly fields: RenderedRow["fields"];
  /** Null at tier 0, which does not tell. */
  readonly title: Readonly<Record<"nl" | "en", string>> | null;
};

/** What the page of a link shows. */
export type AnswerPage = OpenLink & {
  readonly rows: readonly AnswerPageRow[];
  /** The position behind which the next page begins; null on the last. */
  readonly next: number | null;
  readonly handOffs: readonly HandOff[];
  /** What the mail could not hold, and named instead; none for suppliers. */
  readonly files: readonly ToldFile[];
  /** What of the mail was taken back since; null: nothing. */
  readonly takenBack: Withdrawal | null;
};

/** Rows of one page. */
const shownRows = 50;

/**
 * What a link shows, some rows at a time; null where it leads nowhere. Changes nothing but the audit log, which has every
 * read of findings.
 */
export async function readAnswerPage({
  context,
  input,
}: {
  readonly context: AnsweringContext & { readonly catalogue: Catalogue };
  readonly input: { readonly token: string; readonly after: number };
}): Promise<AnswerPage | null> {
  const { sql, clock, catalogue } = context;
  const { after } = input;
  const open = await openLink(context, input.token);
  if (open === null) return null;
  const { link, notification, isSupplier, actor } = open;
  const limit = shownRows + 1;
  const takenBack = await findWithdrawal(sql, link.notification);
  const rows = isTakenBack(takenBack)
    ? []
    : await listAnswerableRows(sql, link.notification, link.positions, { after, limit });
  const shown = rows.slice(0, shownRows);
  await recordAct(context, {
    actor,
    act: "finding.read",
    about: notification.organisation,
    subject: link.notification,
    detail: { rows: shown.length },
  });
  return {
    ...open,
    rows: shown.map((row) => toShown(row, catalogue, isSupplier)),
    next: rows.length > shownRows ? (shown.at(-1)?.position ?? null) : null,
    handOffs: isSupplier ? [] : await listHandOffs(sql, link.id, clock()),
    files: isSupplier ? [] : await listToldFiles(sql, link.notification),
    takenBack,
  };
}

/** Whether nothing of it holds any more: then nothing is shown either. */
function isTakenBack(takenBack: Withdrawal | null): boolean {
  return takenBack !== null && takenBack.withdrawn === takenBack.rows;
}

/** Without evidence, which the mail may have shown: the page shows less. */
function toShown(row: AnswerableRow, catalogue: Catalogue, isSupplier: boolean): AnswerPageRow {
  const type = must(catalogue.findType(row.type), `finding type ${row.type} left the catalogue`);
  const tier: Tier = isSupplier && row.tier > 1 ? 1 : row.tier;
  const { position, severity, isLive, said, saidAt } = row;
  return {
    ...{ position, severity, isLive, said, saidAt, tier },
    fields: renderRow({ ...row, type }, null, tier).fields,
    title: tier === 0 ? null : type.title,
  };
}
