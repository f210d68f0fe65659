import type { Rung } from "../decision/rung.ts";
import type { Lane } from "../finding/lane.ts";
import type { OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { Topic } from "./notification.ts";
import type { ReminderKind } from "./told-before.ts";

/** What decides which rows go into one notification. */
export type Grouping = {
  readonly address: EmailAddress;
  readonly organisation: OrganisationId | null;
  readonly rung: Rung | null;
  readonly round: number;
  readonly lane: Lane;
  readonly topic: Topic;
  /** Null: not a reminder. */
  readonly reminder: ReminderKind | null;
};

/**
 * Puts rows together that one recipient is told at once: the same round, lane and topic, for the same reason, so that
 * a mail has one answer to "why me". Groups come in the order of their first row.
 */
export function groupDue<Row>(
  rows: readonly Row[],
  groupingOf: (row: Row) => Grouping,
): { readonly grouping: Grouping; readonly rows: readonly Row[] }[] {
  const groups = new Map<string, { grouping: Grouping; rows: Row[] }>();
  for (const row of rows) {
    const grouping = groupingOf(row);
    const { address, organisation, rung, round, lane, topic, reminder } = grouping;
    const key = JSON.stringify([
      address,
      organisation,
      rung,
      round,
      lane,
      topic.kind,
      topic.name,
      reminder,
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { grouping, rows: [row] });
    else group.rows.push(row);
  }
  return [...groups.values()];
}
