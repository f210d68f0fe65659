import type { contentNl } from "./content.nl.ts";

/** What the page of texts says, in English. */
export const contentEn: Record<keyof typeof contentNl, string> = {
  "type.advice": "What you can do",
  "type.no-advice": "There is no advice about this yet.",
  "type.version": "Advice {name}, version {version}. A message says the same words.",
  "nav.texts": "Texts",
  "texts.title": "Texts of messages",
  "texts.intro": "This is what a message looks like. You only look: nothing is sent.",
  "texts.choose": "Choose a text",
  "texts.name": "Text",
  "texts.language": "Language",
  "texts.rung": "As if it went this way",
  "texts.rung-own": "as it was",
  "texts.notification": "Filled with notification (id), else with something made up",
  "texts.show": "Show",
};
