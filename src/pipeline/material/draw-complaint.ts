import { type Actor, clockActor } from "../../domain/access/actor.ts";
import type { NotificationId } from "../../domain/ids.ts";
import type { MailEffect } from "../../domain/incoming/received-mail.ts";
import { mannerOf } from "../../domain/notification/notification.ts";
import { wholeScope } from "../../domain/world/silence.ts";
import type { Sql } from "../../platform/database.ts";
import { makeKeyedHash } from "../../platform/keyed-hash.ts";
import { newUuid } from "../../platform/uuid.ts";
import { appendAudit } from "../../store/audit.ts";
import { findComplainedOf } from "../../store/complaints.ts";
import { recordSuppressions, suppressionPurpose } from "../../store/suppressions.ts";
import { withdrawTo } from "../../store/withdrawals.ts";
import type { ListeningContext } from "./listening.ts";
import type { ProvenComplaint } from "./sort-mail.ts";

type Context = Pick<ListeningContext, "clock" | "masterKey" | "catalogue">;

/**
 * Lets a complaint about a mail of ours count, and stops what it asks for where that needs nobody: whoever never asked for our
 * mail, and whose complaint carries our signature, gets no more digests of that kind. Of an organisation nobody is silenced by
 * a button that one of its people pressed.
 */
export async function drawComplaint(
  context: Context,
  sql: Sql,
  { type, notification, isSigned }: ProvenComplaint,
): Promise<MailEffect[]> {
  const mailed = isSigned && type === "abuse" ? await findComplainedOf(sql, notification.id) : null;
  if (mailed?.rung == null || mannerOf(mailed.rung) === "registered") return ["complained"];
  return ["complained", ...(await stopDigestsTo(context, sql, notification.id, clockActor))];
}

/**
 * Stops digests to whoever got a notification, about the kinds that it was about, as the link in such mails does; what goes in
 * the lane now goes on, and others are asked instead. Nothing where it is forgotten.
 */
export async function stopDigestsTo(
  { clock, masterKey, catalogue }: Context,
  sql: Sql,
  notification: NotificationId,
  actor: Actor,
): Promise<MailEffect[]> {
  const mailed = await findComplainedOf(sql, notification);
  if (mailed === null) return [];
  const at = clock();
  const source = "complaint" as const;
  const kinds = mailed.types.flatMap((name) => catalogue.findType(name)?.kind ?? []);
  const entries = [...new Set(kinds)].map((kind) => ({
    ...{ id: newUuid(at.getTime()), source, until: null, reason: "complained of a digest" },
    addressHash: makeKeyedHash(masterKey, suppressionPurpose)(mailed.address),
    scope: { ...wholeScope, kind, digestsOnly: true },
    ...{ recordedAt: at, recordedBy: actor.name },
  }));
  const ids = await recordSuppressions(sql, entries);
  await withdrawTo(sql, [mailed.address], at);
  for (const [i, { scope }] of entries.entries()) {
    await appendAudit(sql, {
      ...{ at, actor, act: "suppression.record", about: null, subject: ids[i] ?? null },
      detail: { source, scope: { ...scope, asset: null }, until: null },
    });
  }
  return ["digests-stopped"];
}
