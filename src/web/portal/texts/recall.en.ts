import type { recallNl } from "./recall.nl.ts";

/** What the pages say of recalls and corrections, in English. */
export const recallEn: Record<keyof typeof recallNl, string> = {
  "notification.recalled": "Taken back",
  "notification.recalled-rows":
    "{at}: {withdrawn, plural, one {# row withdrawn} other {# rows withdrawn}}, {stands, plural, one {# stands} other {# stand}} still by another report",
};
