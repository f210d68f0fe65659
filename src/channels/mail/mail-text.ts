import type { Language } from "../../domain/finding/finding-type.ts";
import { isForDesk } from "../../domain/notification/customers.ts";
import type { LinkedFile } from "../../domain/notification/linked-file.ts";
import {
  type Manner,
  mannerOf,
  type Notification,
  type Topic,
} from "../../domain/notification/notification.ts";
import { toSafeText } from "../../domain/notification/safe-text.ts";
import { answerLinkMs } from "../../domain/response/answer-token.ts";
import { toAnswerPage } from "./answer-page.ts";
import { toCustodyLimit } from "./custody-limit.ts";
import { toDayText } from "./day-text.ts";
import { toForwardText } from "./forward-text.ts";
import { toLeadText } from "./lead-text.ts";
import { toLinkedText } from "./linked-text.ts";
import type { MailTemplates } from "./mail-templates.ts";
import { toRowGroups } from "./row-groups.ts";
import type { ShownRow } from "./shown-row.ts";
import { strictestOf } from "./strictest-of.ts";
import { toSummary } from "./summary-text.ts";
import type { TextMaterial } from "./text-material.ts";
import { toTyped } from "./to-typed.ts";
import { wrapText } from "./wrap-text.ts";

type Say = (key: string, values?: Record<string, string | number>) => string;

/** Rows that stand in the text itself; a longer list is an attachment, or asked for. */
const inlineRows = 50;
const columns = 72;

/** Whether a recipient of this manner gets its rows as an attachment too (5-delivery.md, composition). */
export function isAttached(manner: Manner): boolean {
  return manner !== "unsolicited";
}

/** What stands in the subject: number, label, how many, about what; nothing that a stranger could use. */
export function toSubject(notification: Notification, { templates }: TextMaterial): string {
  const { topic, recipient, role, reminder, rows, part, parts } = notification;
  const { language } = recipient;
  const key = reminder === null ? `subject.${role}` : "subject.reminder";
  const subject = templates.message(language, key, {
    number: notification.number,
    tlp: strictestOf(rows),
    count: rows.length,
    topic: toTopicText(templates, language, topic),
  });
  return parts === 1
    ? subject
    : templates.message(language, "subject.part", { subject, part, parts });
}

/** What a notification is about, in words. */
export function toTopicText(templates: MailTemplates, language: Language, topic: Topic): string {
  return topic.kind === "case"
    ? templates.message(language, "topic.case", { name: toSafeText(topic.name, 60) })
    : templates.message(language, `topic.${topic.name}`);
}

/**
 * The text of a mail, in lines of 72 columns.
 *
 * @param all the rows of the notification
 * @param files what is fetched instead of being attached
 */
export function toMailText(
  notification: Notification,
  all: readonly ShownRow[],
  material: TextMaterial,
  files: readonly LinkedFile[],
): string {
  const view = toMailView(notification, all, material, files);
  const text = material.templates.renderBody(notification.recipient.language, view);
  return `${wrapText(text, columns)
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

/** What a mail says, for any form of it. */
export type MailView = ReturnType<typeof toMailView>;

/**
 * @param all the rows of the notification
 * @param files what is fetched instead of being attached
 */
export function toMailView(
  notification: Notification,
  all: readonly ShownRow[],
  material: TextMaterial,
  files: readonly LinkedFile[],
) {
  const { templates, instance } = material;
  const { recipient, role, rows } = notification;
  const { language } = recipient;
  const manner = mannerOf(recipient.rung);
  const say: Say = (key, values) => templates.message(language, key, values);
  const shown = all.slice(0, inlineRows);
  const tlp = strictestOf(rows);
  const isLinked = files.length > 0;
  return {
    lead: toLeadText(notification, instance.name, say),
    ...toSummary(notification, all, templates),
    number: notification.number,
    code: notification.verificationCode,
    several: notification.parts > 1,
    part: notification.part,
    parts: notification.parts,
    tlp,
    tlpMeaning: say(`tlp.${tlp}`),
    why: say(`why.${recipient.rung ?? "informed"}`),
    origin: say(`origin.${manner === "registered" ? manner : recipient.rung}`, {
      address: recipient.address,
      organisation: recipient.name === null ? "none" : toSafeText(recipient.name, 100),
    }),
    verifyPage: toTyped(instance.contact.verifyPage),
    contactEmail: instance.contact.email,
    telephone: instance.contact.telephone ?? "",
    attachments: say(`attachments.${isLinked ? "linked" : attachmentsOf(notification)}`),
    informed: role === "informed",
    groups: toRowGroups(shown, all, material, language),
    withheld:
      notification.withheld &&
      recipient.organisation !== null &&
      say("withheld", { page: toTyped(instance.contact.page) }),
    omitted: shown.length < rows.length && toOmittedText(notification, isLinked, say),
    linked: toLinkedText(notification, files, material),
    forward: toForwardText(notification, all, material, isLinked),
    answer: toAnswerText(notification, material, say),
    stop: say(`stop.${manner === "registered" ? manner : toUnsolicitedStop(notification)}`),
    privacy: say("privacy.text", {
      privacyPage: toTyped(instance.contact.privacyPage),
      privacyEmail: instance.contact.privacyEmail,
    }),
    sender: instance.sender.name,
    contactPage: toTyped(instance.contact.page),
  };
}

/** How somebody stops who never asked: on its answer page too, where it has one. */
function toUnsolicitedStop({ answerToken }: Notification): "unsolicited" | "by-reply" {
  return answerToken === null ? "by-reply" : "unsolicited";
}

/** Where the rows are that do not stand in the text. */
function toOmittedText(
  { recipient, rows, answerToken }: Notification,
  isLinked: boolean,
  say: Say,
): string {
  const elsewhere = answerToken === null ? "not-attached" : "on-page";
  const attached = isAttached(mannerOf(recipient.rung)) ? "attached" : elsewhere;
  const where = isLinked ? "linked" : attached;
  return say(`omitted.${where}`, { shown: inlineRows, count: rows.length });
}

/** What the attachments are, as a key of the texts. */
function attachmentsOf(notification: Notification): "none" | "list" | "desk" {
  if (!isAttached(mannerOf(notification.recipient.rung))) return "none";
  return isForDesk(notification) ? "desk" : "list";
}

/** How to answer: by whoever holds it for somebody else first of all whether it does, by when and how. */
function toAnswerText(notification: Notification, material: TextMaterial, say: Say): string {
  const limit = toCustodyLimit(notification);
  const page = toPageText(notification, material);
  const paragraphs =
    limit === null
      ? [say(`answer.${notification.role}`), ...page]
      : [say("answer.custody", limit), ...page, say("answer.informed")];
  return paragraphs.join("\n\n");
}

/** Where to answer without writing, for whoever is asked something. */
function toPageText(
  { answerToken, composedAt, recipient: { language } }: Notification,
  { templates, publicUrl }: TextMaterial,
): string[] {
  if (answerToken === null) return [];
  const page = toAnswerPage(publicUrl, language, answerToken);
  const until = toDayText(new Date(composedAt.getTime() + answerLinkMs), language);
  return [templates.message(language, "answer.page", { page, until })];
}
