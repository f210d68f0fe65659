import {
  type CorrectionRow,
  isCorrection,
} from "../../domain/correction/correction-notification.ts";
import { strictestTlp } from "../../domain/finding/tlp.ts";
import type { Notification, NotificationRow } from "../../domain/notification/notification.ts";
import type { RenderedRow, RowField } from "../../domain/notification/render-row.ts";
import { renderRow } from "../../domain/notification/render-row.ts";
import { toSafeText } from "../../domain/notification/safe-text.ts";

/**
 * A notification as JSON for programs, version 1 (docs/formats/notification.md and its schema): type, time and data as Standard
 * Webhooks wants them. Each row shows what the mail would show of it, by the same rule.
 */
export function toNotificationDocument(notification: Notification) {
  const { id, number, recipient, role, topic, rows, composedAt } = notification;
  const { lane, round, part, parts } = notification;
  return {
    type: isCorrection(notification) ? "correction" : "notification",
    timestamp: composedAt.toISOString(),
    data: {
      id,
      number,
      thread: threadOf(notification),
      role,
      organisation: recipient.organisation,
      address: recipient.address,
      rung: recipient.rung,
      lane,
      case: topic.kind === "case" ? topic.name : null,
      kind: topic.kind === "kind" ? topic.name : null,
      ...{ round, part, parts },
      language: recipient.language,
      tlp: strictestTlp(...rows.map(({ tlp }) => tlp)),
      acknowledgeWithinSeconds:
        recipient.custodyWithinMs === null ? null : Math.floor(recipient.custodyWithinMs / 1000),
      ...toCorrection(notification),
      rows: rows.map((row, i) => toRow(row, i + 1, recipient.language)),
    },
  };
}

/** What a correction says of all its rows. */
function toCorrection(notification: Notification) {
  if (!isCorrection(notification)) return {};
  const { id, recalls, text } = notification.correction;
  return {
    correction: { id, recalls, text: text === null ? null : toSafeText(text, longestText) },
  };
}

const longestText = 2000;

/** What is to be said of a row that was told, and which one that was. */
function toCorrected(row: NotificationRow) {
  if (!("corrects" in row)) return {};
  const { as, notification, number, position } = (row as CorrectionRow).corrects;
  return { corrects: { as, notification, number, row: position } };
}

/** The first notification of the thread: Message-IDs are made of ids. */
function threadOf({ id, threadMessageId }: Notification): string {
  return /^<([0-9a-f-]{36})@/.exec(threadMessageId ?? "")?.[1] ?? id;
}

function toRow(
  row: NotificationRow,
  position: number,
  language: Notification["recipient"]["language"],
) {
  const rendered = renderRow(row, row.evidence, row.tier);
  // Who is informed only can neither look these up nor answer by them.
  const ids = row.role === "informed" ? {} : { finding: row.findingId, decision: row.decisionId };
  return {
    row: position,
    ...ids,
    ...toCorrected(row),
    tier: row.tier,
    tlp: row.tlp,
    ...toFields(rendered),
    ...(row.tier === 0 ? {} : { title: row.type.title[language] }),
    ...(rendered.evidence.size === 0 ? {} : { evidence: Object.fromEntries(rendered.evidence) }),
  };
}

const numbers: ReadonlySet<RowField> = new Set(["port", "source_port"]);

function toFields({ fields }: RenderedRow): Record<string, string | number | readonly string[]> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, text]) => {
      const field = name as RowField;
      const key = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      if (field === "cve") return ["cves", text.split(" ")];
      return [key, numbers.has(field) && /^\d{1,5}$/.test(text) ? Number(text) : text];
    }),
  );
}
