import type { clockNl } from "./clock.nl.ts";

/** The same texts in English. */
export const clockEn: Readonly<Record<keyof typeof clockNl, string>> = {
  "lanes.title": "What waits for its turn",
  "lanes.recipients": "Recipients",
  "lanes.rows": "Rows",
  "lanes.next": "Goes out from",
  "lanes.slot": "What comes in now goes out",
  "contact.format-text": "plain text only",
  "contact.format-html": "HTML too",
  "contact.hours": "reads from {from} to {until}, {timeZone}",
  "contact.digest-at": "digest at {at}",
  "contact.digest-on": "weekly on {day}",
  "contact.digest-daily": "the weekly too on each business day",
};
