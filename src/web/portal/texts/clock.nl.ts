/** Texts about when mail goes out. */
export const clockNl = {
  "lanes.title": "Wat op zijn beurt wacht",
  "lanes.recipients": "Ontvangers",
  "lanes.rows": "Regels",
  "lanes.next": "Gaat uit vanaf",
  "lanes.slot": "Wat nu binnenkomt, gaat uit",
  "contact.format-text": "alleen platte tekst",
  "contact.format-html": "ook als HTML",
  "contact.hours": "leest van {from} tot {until}, {timeZone}",
  "contact.digest-at": "verzamelmail om {at}",
  "contact.digest-on": "wekelijks op {day}",
  "contact.digest-daily": "ook het wekelijkse elke werkdag",
} as const;
