import type {
  CorrectionNotification,
  CorrectionRow,
} from "../../domain/correction/correction-notification.ts";
import type { Kind } from "../../domain/finding/kind.ts";
import type { Recipient, Topic } from "../../domain/notification/notification.ts";
import { must } from "../../platform/errors.ts";
import type { CorrectedRow } from "../../store/corrections.ts";
import { listTickets } from "../../store/thread-tickets.ts";
import type { Draft } from "./draft-notifications.ts";
import type { OutgoingContext } from "./outgoing.ts";

type DraftedCorrection = Omit<
  CorrectionNotification,
  "id" | "number" | "messageId" | "verificationCode" | "answerToken"
>;

/** Message-IDs that the header of one mail names; a recipient of more has them in its list. */
const mostReferences = 50;

/**
 * What each recipient is to be told that it was told wrongly: one correction for all its mails, in parts where it is
 * much; in the lane that waits for nothing.
 *
 * @param rows of whole recipients, in order of recipient, mail and row
 */
export async function draftCorrections(
  context: OutgoingContext,
  rows: readonly CorrectedRow[],
): Promise<Draft[]> {
  const tickets = await listTickets(context.sql, [...new Set(rows.map(threadOf))]);
  const groups = Map.groupBy(rows, ({ correction, address }) => `${correction} ${address}`);
  return [...groups.values()].flatMap((members) => toParts(context, members, tickets));
}

/** Message-ID of the first of the thread that the mail of a row belongs to. */
function threadOf({ threadMessageId, messageId }: CorrectedRow): string {
  return threadMessageId ?? messageId;
}

function toParts(
  context: OutgoingContext,
  members: readonly CorrectedRow[],
  tickets: ReadonlyMap<string, string>,
): Draft[] {
  const first = must(members[0], "a group has a row");
  const recipient: Recipient = {
    address: first.address,
    organisation: first.organisation,
    name: null,
    language: first.language,
    rung: first.rung,
    format: "text",
    custodyWithinMs: null,
    key: null,
  };
  const threads = members.map(threadOf);
  const messageIds = [...new Set([...threads, ...members.map(({ messageId }) => messageId)])];
  const common = {
    reminder: null,
    recipient,
    role: "correction" as const,
    lane: "now" as const,
    topic: toTopic(first),
    round: Math.max(...new Set(members.map(({ round }) => round))),
    threadMessageId: threads[0] ?? null,
    ticket: tickets.get(threadOf(first)) ?? null,
    stopUrl: null,
    composedAt: context.clock(),
    withheld: false,
    correction: {
      id: first.correction,
      recalls: first.recalls,
      text: first.text,
      messageIds: messageIds.slice(0, mostReferences),
    },
  };
  const shown = members.map((row) => toRow(context, row));
  const parts = context.composer.split(
    recipient,
    shown,
    "attached",
  ) as readonly (readonly CorrectionRow[])[];
  const drafts: Draft[] = [];
  for (const [i, rows] of parts.entries()) {
    const notification: DraftedCorrection = { ...common, part: i + 1, parts: parts.length, rows };
    drafts.push({ notification, follows: null, becauseOf: [] });
  }
  return drafts;
}

function toTopic({ caseName, kind }: CorrectedRow): Topic {
  return caseName === null
    ? { kind: "kind", name: kind as Kind }
    : { kind: "case", name: caseName };
}

function toRow({ catalogue }: OutgoingContext, row: CorrectedRow): CorrectionRow {
  const { findingId, decisionId, episode, round, severity, tier, tlp, name, port, transport } = row;
  const { observedAt, report, evidenceOffset, as, notification, number, position } = row;
  return {
    ...{ findingId, decisionId, episode, round, severity, tier, tlp, name, port, transport },
    ...{ observedAt, report, evidenceOffset },
    role: "correction",
    type: must(catalogue.findType(row.type), `finding type ${row.type} left the catalogue`),
    address: row.objectAddress,
    evidence: null,
    corrects: { as, notification, number, position },
  };
}
