import type { Actor } from "../domain/access/actor.ts";
import type { PublicNumber } from "../domain/notification/public-number.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { findNotificationBy, revokeLinksOf } from "../store/answer-links.ts";
import { appendAudit } from "../store/audit.ts";
import { permit } from "./access/permit.ts";

/** Ends all links of a notification, those of suppliers too; answers how many. Throws `not-found`. */
export async function revokeAnswerLinks({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: {
    readonly actor: Actor;
    readonly number: PublicNumber;
    readonly reason: string;
  };
}): Promise<number> {
  const { actor, number, reason } = input;
  permit(actor, "finding.answer", "everybody");
  const at = context.clock();
  return transaction(context.sql, async (sql) => {
    const notification = await findNotificationBy(sql, number);
    if (notification === null) throw new AppError("not-found", "There is no such notification.");
    const revoked = await revokeLinksOf(sql, notification, { at, by: actor.name });
    await appendAudit(sql, {
      ...{ at, actor, act: "finding.answer", about: null, subject: notification },
      detail: { revokedLinks: revoked, reason },
    });
    return revoked;
  });
}
