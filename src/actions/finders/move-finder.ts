import type { Actor } from "../../domain/access/actor.ts";
import { type FinderRecord, toFinder } from "../../domain/finder/finder-record.ts";
import type { FinderId } from "../../domain/ids.ts";
import type { NoticeKind } from "../../domain/notice/notice.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { appendAudit } from "../../store/audit.ts";
import { insertFinderChange, lockFinder, saveFinder } from "../../store/finders.ts";
import { queueNotices } from "../../store/notices.ts";
import { changeRegister, lockRegister } from "../../store/register.ts";
import type { FinderContext } from "./finder-context.ts";

export type FinderMove = {
  readonly finder: FinderId;
  readonly actor: Actor;
  /** Why, for the record; never empty. */
  readonly reason: string;
  /** What becomes of it; throws where that cannot be. */
  readonly change: (before: FinderRecord) => FinderRecord;
  /** What its contact is told, once it is confirmed; null: nothing. */
  readonly told: Extract<NoticeKind, "finder-vetted" | "finder-declined"> | null;
};

/**
 * Changes where a finder stands: its row, its history, its entry in the register and the audit entry, in the caller's
 * transaction. Answers the finder as it stands then; throws `not-found`.
 *
 * An entry that holds is never ended: the policy in it goes on to limit what was handed over before.
 */
export async function moveFinder(
  sql: Sql,
  context: Pick<FinderContext, "clock" | "instance">,
  { finder, actor, reason, change, told }: FinderMove,
): Promise<FinderRecord> {
  if (reason.trim() === "") throw new AppError("wrong-usage", "A decision needs a reason.");
  await lockRegister(sql);
  const before = await lockFinder(sql, finder);
  if (before === null) {
    throw new AppError("not-found", `The register has no finder ${finder}.`, {
      remedy: "It asks first: `meldpunt finder ask`.",
    });
  }
  const at = context.clock();
  const after = change(before);
  const { state, trusted } = after;
  await saveFinder(sql, after);
  await insertFinderChange(sql, { finder, at, actor: actor.name, state, trusted, reason });
  const act = "finder.vet" as const;
  if (state === "vetted" || state === "suspended") {
    await changeRegister(
      sql,
      { at, actor, act, about: finder, reason },
      {
        put: [{ id: after.entryId, entry: { section: "finder", value: toFinder(after) } }],
        end: [],
      },
    );
  }
  if (told !== null && before.state !== state && after.confirmedAt !== null) {
    const { contact: address, language, name } = after;
    const data = told === "finder-vetted" ? { name, finder } : { name, reason };
    const notice = { kind: told, once: null, organisation: null, address, language, data };
    const domain = context.instance.sender.returnPathDomain;
    await queueNotices(sql, [notice], { at, domain });
  }
  const detail = { from: before.state, to: state, trusted, reason };
  await appendAudit(sql, { at, actor, act, about: finder, subject: null, detail });
  return after;
}
