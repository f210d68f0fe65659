import { type Tlp, tlpRank } from "../domain/finding/tlp.ts";
import {
  type AnswerToken,
  answerTokenBytes,
  mostHandOffDays,
  toAnswerToken,
  toAnswerTokenText,
} from "../domain/response/answer-token.ts";
import { transaction } from "../platform/database.ts";
import { sha256 } from "../platform/digest.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { insertHandOff } from "../store/answer-links.ts";
import { appendAudit } from "../store/audit.ts";
import { listAnswerableRows } from "../store/views/answer-page.ts";
import { getLink } from "./answering/get-link.ts";
import type { AnsweringContext } from "./answering/open-link.ts";

export type HandRowsOffInput = {
  readonly token: string;
  readonly form: string;
  /** Null: all that are still open. */
  readonly rows: readonly number[] | null;
  /** 1 to `mostHandOffDays`. */
  readonly days: number;
};

/** The link of a supplier, shown this once; or why there is none. */
export type HandedOff =
  | {
      readonly kind: "made";
      readonly token: AnswerToken;
      readonly rows: number;
      readonly expiresAt: Date;
    }
  /** Nothing of it is open and may be handed on, by its label. */
  | { readonly kind: "nothing" }
  | { readonly kind: "too-long" }
  /** A supplier's link makes no other. */
  | { readonly kind: "not-yours" };

const dayMs = 24 * 60 * 60_000;
const mostRows = 5000;
/** More suppliers than anybody has who fix the same things. */
const mostAtOnce = 20;

/**
 * Makes a narrower link for somebody who fixes things for the recipient: chosen rows at tier 1 at most, *fixed* and
 * *working* only, for some days, and no longer than the recipient's own. Rows that the label keeps in the house are left
 * out.
 */
export async function handRowsOff({
  context,
  input,
}: {
  readonly context: AnsweringContext & { readonly random: (bytes: number) => Uint8Array };
  readonly input: HandRowsOffInput;
}): Promise<HandedOff> {
  const { clock, random } = context;
  const { link, isSupplier, actor, notification } = await getLink(context, input);
  if (isSupplier) return { kind: "not-yours" };
  if (!(input.days >= 1 && input.days <= mostHandOffDays)) return { kind: "too-long" };
  const rows = await listAnswerableRows(context.sql, link.notification, input.rows, {
    after: 0,
    limit: mostRows,
  });
  const positions = rows
    .filter(({ isLive, tlp }) => isLive && mayBeHandedOn(tlp))
    .map(({ position }) => position);
  if (positions.length === 0) return { kind: "nothing" };
  const at = clock();
  const token = toAnswerToken(random(answerTokenBytes));
  const untilMs = Math.min(at.getTime() + input.days * dayMs, link.expiresAt.getTime());
  const made = {
    id: newUuid(at.getTime()),
    tokenHash: sha256(toAnswerTokenText(token)),
    notification: link.notification,
    parent: link.id,
    positions,
    madeAt: at,
    expiresAt: new Date(untilMs),
  };
  await transaction(context.sql, async (sql) => {
    if (!(await insertHandOff(sql, made, mostAtOnce))) {
      throw new AppError("too-many-requests", `${mostAtOnce} such links hold already.`, {
        remedy: "End one that is not used, on the page of the link.",
      });
    }
    const detail = { handedOff: made.id, rows: positions.length, days: input.days };
    await appendAudit(sql, {
      ...{ at, actor, act: "finding.answer", about: notification.organisation },
      ...{ subject: link.notification, detail },
    });
  });
  return { kind: "made", token, rows: positions.length, expiresAt: made.expiresAt };
}

/** What may go to those who need it to protect the recipient, and not only to its own house (TLP 2.0). */
function mayBeHandedOn(tlp: Tlp): boolean {
  return tlpRank(tlp) <= tlpRank("AMBER");
}
