/** Texts about when mail goes out. */
export const clockNl = {
  "lanes.title": "Wat op zijn beurt wacht",
  "lanes.recipients": "Ontvangers",
  "lanes.rows": "Regels",
  "lanes.next": "Gaat uit vanaf",
  "lanes.slot": "Wat nu binnenkomt, gaat uit",
} as const;
