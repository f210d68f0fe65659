import {
  type CorrectedAs,
  type CorrectionNotification,
  type CorrectionRow,
  correctedAs,
} from "../../domain/correction/correction-notification.ts";
import { mannerOf } from "../../domain/notification/notification.ts";
import { renderRow } from "../../domain/notification/render-row.ts";
import { toSafeText } from "../../domain/notification/safe-text.ts";
import { toCsvRow } from "../../platform/csv-writer.ts";
import { isAttached, toTopicText } from "./mail-text.ts";
import type { MailAttachment } from "./mime/write-mail.ts";
import { strictestOf } from "./strictest-of.ts";
import type { TextMaterial } from "./text-material.ts";
import { toTyped } from "./to-typed.ts";
import { wrapText } from "./wrap-text.ts";

/** Rows that stand in the text itself. */
const inlineRows = 50;
/** Numbers that the head of the text names; all of them are in the list. */
const mostNumbers = 10;
const longestText = 2000;
const columns = 72;

type Say = (key: string, values?: Record<string, string | number>) => string;

/** The subject of a correction: number, label, how many, about what. */
export function toCorrectionSubject(
  notification: CorrectionNotification,
  { templates }: TextMaterial,
): string {
  const { recipient, rows, number, part, parts, topic } = notification;
  const { language } = recipient;
  const subject = templates.message(language, `correction.subject.${wayOf(notification)}`, {
    number,
    tlp: strictestOf(rows),
    count: rows.length,
    ...(notification.correction.recalls ? { withdrawn: countWithdrawn(rows) } : {}),
    topic: toTopicText(templates, language, topic),
  });
  return parts === 1
    ? subject
    : templates.message(language, "subject.part", { subject, part, parts });
}

function countWithdrawn(rows: readonly CorrectionRow[]): number {
  return rows.filter(({ corrects }) => corrects.as === "withdrawn").length;
}

function wayOf({ correction }: CorrectionNotification): "recall" | "put-right" {
  return correction.recalls ? "recall" : "put-right";
}

/** The text of a correction, in lines of 72 columns: what was wrong, what to do, which rows, and that we are sorry. */
export function toCorrectionText(
  notification: CorrectionNotification,
  material: TextMaterial,
): string {
  const { templates, instance } = material;
  const { recipient, rows, correction } = notification;
  const say: Say = (key, values) => templates.message(recipient.language, key, values);
  const way = wayOf(notification);
  const attached = isAttached(mannerOf(recipient.rung));
  const tlp = strictestOf(rows);
  const text = templates.renderCorrection(recipient.language, {
    lead: say(`correction.lead.${way}`, { name: instance.name, count: rows.length }),
    number: notification.number,
    several: notification.parts > 1,
    part: notification.part,
    parts: notification.parts,
    corrected: toNumbers(rows),
    tlp,
    tlpMeaning: say(`tlp.${tlp}`),
    wrong:
      correction.text === null ? say("correction.wrong") : toSafeText(correction.text, longestText),
    apology: say("correction.apology"),
    groups: toGroups(rows, say),
    omitted:
      rows.length > inlineRows &&
      say(attached ? "omitted.attached" : "omitted.not-attached", {
        shown: inlineRows,
        count: rows.length,
      }),
    verifyPage: toTyped(instance.contact.verifyPage),
    code: notification.verificationCode,
    contactEmail: instance.contact.email,
    telephone: instance.contact.telephone ?? "",
    attached,
    answer: say("correction.answer"),
    privacy: say("correction.privacy", {
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

/** Numbers of the mails that are corrected, each once. */
function toNumbers(rows: readonly CorrectionRow[]): string {
  const numbers = [...new Set(rows.map(({ corrects }) => corrects.number))];
  const more = numbers.length - mostNumbers;
  return [...numbers.slice(0, mostNumbers), ...(more > 0 ? [`+ ${more}`] : [])].join(", ");
}

type Group = {
  readonly title: string;
  readonly action: string;
  readonly rows: readonly { readonly text: string }[];
};

/** Rows by what is said of them; the count is that of the whole notification, the rows are its first ones. */
function toGroups(rows: readonly CorrectionRow[], say: Say): Group[] {
  const shown = new Set(rows.slice(0, inlineRows));
  return correctedAs.flatMap((as): Group[] => {
    const members = rows.filter(({ corrects }) => corrects.as === as);
    if (members.length === 0) return [];
    return [
      {
        title: say(`correction.title.${as}`),
        action: say(`correction.action.${as}`, { count: members.length }),
        rows: members.filter((row) => shown.has(row)).map((row) => ({ text: toLine(row, say) })),
      },
    ];
  });
}

function toLine(row: CorrectionRow, say: Say): string {
  const { address, name, port, protocol } = renderRow(row, null, row.tier).fields;
  const object = [address, name].filter((part) => part !== undefined).join(" ");
  const transport = protocol === undefined ? port : `${port}/${protocol}`;
  const place =
    port === undefined ? object : `${object} ${say("row.port", { port: transport ?? "" })}`;
  const { number, position } = row.corrects;
  return say("correction.row", { number, position, object: place });
}

const csvFields = ["observed_at", "address", "name", "port", "protocol", "type"] as const;

/** What a column of the list calls what is said of a row; the same in every language, for machines. */
const csvWords: Readonly<Record<CorrectedAs, string>> = {
  withdrawn: "withdrawn",
  stands: "stands",
  "put-right": "put right",
};

/** What hangs on a correction: its rows, to whoever takes attachments at all. */
export function toCorrectionAttachments({
  recipient,
  number,
  rows,
}: CorrectionNotification): MailAttachment[] {
  if (!isAttached(mannerOf(recipient.rung))) return [];
  const contentType = "text/csv; charset=utf-8";
  return [{ filename: `${number}.csv`, contentType, content: Buffer.from(toCorrectionCsv(rows)) }];
}

/** The rows as CSV, each at the tier at which it was shown: which mail and row it was, and what holds now. */
export function toCorrectionCsv(rows: readonly CorrectionRow[]): string {
  const lines = rows.map((row) => {
    const { fields } = renderRow(row, null, row.tier);
    const { number, position, as } = row.corrects;
    return toCsvRow([
      number,
      String(position),
      csvWords[as],
      ...csvFields.map((field) => fields[field] ?? ""),
    ]);
  });
  return toCsvRow(["number", "row", "now", ...csvFields]) + lines.join("");
}
