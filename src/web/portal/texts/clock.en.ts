import type { clockNl } from "./clock.nl.ts";

/** The same texts in English. */
export const clockEn: Readonly<Record<keyof typeof clockNl, string>> = {
  "lanes.title": "What waits for its turn",
  "lanes.recipients": "Recipients",
  "lanes.rows": "Rows",
  "lanes.next": "Goes out from",
  "lanes.slot": "What comes in now goes out",
};
