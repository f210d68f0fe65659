import type { Notification } from "../../domain/notification/notification.ts";
import { toDayText } from "./day-text.ts";

type Told = Pick<Notification, "role" | "rows" | "reminder"> & {
  readonly recipient: Pick<Notification["recipient"], "language">;
};

type Say = (key: string, values?: Record<string, string | number>) => string;

/** The first sentences: how many findings, and of a reminder that it is one, who was told when, and what is new. */
export function toLeadText(
  { role, rows, reminder, recipient: { language } }: Told,
  name: string,
  say: Say,
): string {
  if (reminder === null) return say(`lead.${role}`, { name, count: rows.length });
  const { kind, toldAt, seenAt } = reminder;
  const lead = say(`lead.reminder.${kind}`, {
    name,
    count: rows.length,
    told: toDayText(toldAt, language),
  });
  if (seenAt === null) return lead;
  return `${lead} ${say("lead.reminder.seen", { count: rows.length, seen: toDayText(seenAt, language) })}`;
}
