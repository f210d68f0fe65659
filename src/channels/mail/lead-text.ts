import type { Notification } from "../../domain/notification/notification.ts";

type Say = (key: string, values?: Record<string, string | number>) => string;

/** The first sentences: how many findings, and of a reminder that it is one, who was told when, and what is new. */
export function toLeadText(
  { role, rows, reminder }: Pick<Notification, "role" | "rows" | "reminder">,
  name: string,
  say: Say,
): string {
  if (reminder === null) return say(`lead.${role}`, { name, count: rows.length });
  const { kind, toldAt, seenAt } = reminder;
  const lead = say(`lead.reminder.${kind}`, { name, count: rows.length, told: toDay(toldAt) });
  if (seenAt === null) return lead;
  return `${lead} ${say("lead.reminder.seen", { count: rows.length, seen: toDay(seenAt) })}`;
}

function toDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}
