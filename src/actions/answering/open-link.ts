import { type SystemActor, toRecipientActor } from "../../domain/access/actor.ts";
import { findAnswerToken, toAnswerTokenText } from "../../domain/response/answer-token.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Sql } from "../../platform/database.ts";
import { sha256 } from "../../platform/digest.ts";
import { keyedDigest } from "../../platform/keyed-digest.ts";
import type { MasterKey } from "../../platform/master-key.ts";
import { type AnswerLink, findAnswerLink } from "../../store/answer-links.ts";
import {
  type AnsweredNotification,
  findAnsweredNotification,
} from "../../store/views/answer-page.ts";

export type AnsweringContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly masterKey: MasterKey;
};

/** A link that leads somewhere. */
export type OpenLink = {
  readonly link: AnswerLink;
  readonly notification: AnsweredNotification;
  readonly isSupplier: boolean;
  /** For the record. */
  readonly actor: SystemActor;
  /** What forms carry, so that nothing is done that no page of ours asked for. */
  readonly formToken: string;
};

/**
 * What the word of a link leads to; null where it leads nowhere: it is none, too old, revoked, its notification is gone,
 * or nothing of that is its recipient's any more.
 */
export async function openLink(
  { sql, clock, masterKey }: AnsweringContext,
  word: string,
): Promise<OpenLink | null> {
  const token = findAnswerToken(word);
  if (token === null) return null;
  const link = await findAnswerLink(sql, sha256(toAnswerTokenText(token)), clock());
  if (link === null) return null;
  const notification = await findAnsweredNotification(sql, link.notification, link.positions);
  if (notification === null || notification.present === 0) return null;
  const isSupplier = link.parent !== null;
  return {
    link,
    notification,
    isSupplier,
    actor: toRecipientActor(notification.number, isSupplier),
    formToken: keyedDigest(masterKey, "answer form", link.id).toString("hex").slice(0, 32),
  };
}
