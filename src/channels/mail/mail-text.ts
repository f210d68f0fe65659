import type { AdviceTexts } from "../../domain/finding/advice.ts";
import type { Language } from "../../domain/finding/finding-type.ts";
import { type Severity, severityRank } from "../../domain/finding/severity.ts";
import { type Tlp, tlpRank } from "../../domain/finding/tlp.ts";
import {
  type Manner,
  mannerOf,
  type Notification,
  type NotificationRow,
} from "../../domain/notification/notification.ts";
import { headingOf } from "../../domain/notification/order-rows.ts";
import { renderRow } from "../../domain/notification/render-row.ts";
import { toSafeText } from "../../domain/notification/safe-text.ts";
import type { MailTemplates } from "./mail-templates.ts";
import { toRowText } from "./row-text.ts";
import { wrapText } from "./wrap-text.ts";

/** Who mails, as the instance file says. */
export type MailInstance = {
  readonly name: string;
  readonly sender: {
    readonly name: string;
    readonly address: string;
    readonly returnPathDomain: string;
  };
  readonly contact: {
    readonly page: string;
    readonly email: string;
    readonly verifyPage: string;
    readonly telephone: string | null;
    readonly privacyEmail: string;
    readonly privacyPage: string;
  };
};

export type TextMaterial = {
  readonly templates: MailTemplates;
  readonly advice: AdviceTexts;
  readonly instance: MailInstance;
};

/** Rows that stand in the text itself; a longer list is an attachment, or asked for. */
const inlineRows = 50;
const columns = 72;

/** Whether a recipient of this manner gets its rows as an attachment too (5-delivery.md, composition). */
export function isAttached(manner: Manner): boolean {
  return manner !== "unsolicited";
}

/** What stands in the subject: number, label, how many, about what; nothing that a stranger could use. */
export function toSubject(notification: Notification, { templates }: TextMaterial): string {
  const { topic, recipient, role, rows, part, parts } = notification;
  const { language } = recipient;
  const subject = templates.message(language, `subject.${role}`, {
    number: notification.number,
    tlp: strictestOf(rows),
    count: rows.length,
    topic:
      topic.kind === "case"
        ? toSafeText(topic.name, 60)
        : templates.message(language, `topic.${topic.name}`),
  });
  return parts === 1
    ? subject
    : templates.message(language, "subject.part", { subject, part, parts });
}

/** The text of a mail, in lines of 72 columns. */
export function toMailText(notification: Notification, material: TextMaterial): string {
  const { templates, instance } = material;
  const { recipient, role, rows } = notification;
  const { language } = recipient;
  const manner = mannerOf(recipient.rung);
  const say = (key: string, values?: Record<string, string | number>): string =>
    templates.message(language, key, values);
  const shown = rows.slice(0, inlineRows);
  const tlp = strictestOf(rows);
  const text = templates.renderBody(language, {
    lead: say(`lead.${role}`, { name: instance.name, count: rows.length }),
    number: notification.number,
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
    attached: isAttached(manner),
    informed: role === "informed",
    groups: toGroups(shown, rows, material, language),
    omitted:
      shown.length < rows.length &&
      say(isAttached(manner) ? "omitted.attached" : "omitted.not-attached", {
        shown: shown.length,
        count: rows.length,
      }),
    answer: [...toCustodyText(notification, say), say(`answer.${role}`)].join("\n\n"),
    stop: say(manner === "registered" ? "stop.registered" : "stop.unsolicited"),
    privacy: say("privacy.text", {
      privacyPage: toTyped(instance.contact.privacyPage),
      privacyEmail: instance.contact.privacyEmail,
    }),
    sender: instance.sender.name,
    contactPage: toTyped(instance.contact.page),
  });
  return `${wrapText(text, columns)
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

/** To whom holds it for somebody else: by when to say so, from when its server took the mail, and how. */
function toCustodyText(
  { recipient: { custodyWithinMs }, role }: Notification,
  say: (key: string, values: Record<string, string | number>) => string,
): string[] {
  if (custodyWithinMs === null || role !== "primary") return [];
  const hours = Math.max(1, Math.floor(custodyWithinMs / hourMs));
  const inDays = hours >= 48 && hours % 24 === 0;
  return [
    say("answer.custody", { unit: inDays ? "days" : "hours", count: inDays ? hours / 24 : hours }),
  ];
}

const hourMs = 3_600_000;

/** An address as people type it; without a scheme fewer mail programs make it a link. */
export function toTyped(url: string): string {
  return url.replace(/^https?:\/\//, "").replace(/\/$/, "");
}

type Group = {
  readonly title: string;
  readonly facts: string;
  readonly rows: readonly { readonly text: string }[];
  readonly advice: string | false;
};

/** Rows under their headings, in order; the count of a heading is that of the whole notification. */
function toGroups(
  shown: readonly NotificationRow[],
  all: readonly NotificationRow[],
  { templates, advice }: TextMaterial,
  language: Language,
): Group[] {
  const whole = Map.groupBy(all, headingOf);
  let position = 0;
  return [...Map.groupBy(shown, headingOf)].map(([heading, rows]) => {
    const { type, tier } = rows[0] as NotificationRow;
    const members = whole.get(heading) ?? rows;
    return {
      title:
        tier === 0
          ? templates.message(language, `group.hidden.${type.kind}`)
          : toSafeText(type.title[language], 200),
      facts: templates.message(language, "group.facts", {
        count: members.length,
        severity: templates.message(language, `severity.${worstOf(members)}`),
      }),
      rows: rows.map((row) => {
        position += 1;
        return {
          text: toRowText(templates, language, position, renderRow(row, row.evidence, row.tier)),
        };
      }),
      // Advice tells the type, and whoever is only informed need not act.
      advice: tier > 0 && (advice.get(type.advice)?.[language] ?? false),
    };
  });
}

function worstOf(rows: readonly NotificationRow[]): Severity {
  return rows
    .map((row) => row.severity)
    .reduce((a, b) => (severityRank(b) > severityRank(a) ? b : a));
}

/** The label of the strictest row holds for the whole mail. */
function strictestOf(rows: readonly NotificationRow[]): Tlp {
  return rows.map((row) => row.tlp).reduce((a, b) => (tlpRank(b) > tlpRank(a) ? b : a));
}
