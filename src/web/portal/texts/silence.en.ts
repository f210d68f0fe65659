import type { silenceNl } from "./silence.nl.ts";

/** Of whom nothing comes, and what only a letter can tell. */
export const silenceEn: Readonly<Record<keyof typeof silenceNl, string>> = {
  "nav.silence": "Silence",
  "silence.title": "Silence",
  "silence.intro": "Of whom nothing comes, although we mail, or expect a feed.",
  "silence.none": "Something comes of everybody.",
  "silence.caption": "Of whom nothing comes",
  "silence.kind": "What",
  "silence.kind-recipient": "recipient",
  "silence.kind-intermediary": "intermediary",
  "silence.kind-feed": "feed",
  "silence.about": "Who",
  "silence.organisation": "Organisation",
  "silence.since": "Since",
  "silence.count": "Mails",
  "silence.letters": "Letters",
  "silence.letters-intro": "Findings about which no message of ours reaches anybody any more.",
  "silence.letters-none": "No letter is to be written.",
  "silence.object": "Object",
  "silence.type": "Type",
  "silence.listed": "On the list since",
};
