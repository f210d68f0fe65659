import { ownTextOf } from "./own-text.ts";

/** What a person may have meant; a suggestion to an operator, never more. */
export const suggestions = [
  "fixed",
  "working",
  "forwarded",
  "not-ours",
  "false-positive",
  "other-contact",
  "stop",
] as const;

export type Suggestion = (typeof suggestions)[number];

/** Words in Dutch and English; a sentence with a denial of them does not count. */
const words: Readonly<Record<Suggestion, RegExp>> = {
  fixed:
    /\b(?:fixed|resolved|remediated|mitigated|patched|closed the port|has been (?:updated|removed|taken offline)|opgelost|verholpen|gepatcht|geüpdatet|bijgewerkt|dichtgezet|offline gehaald|afgesloten)\b/i,
  working:
    /\b(?:working on|looking into|investigating|will (?:look|fix|check|patch|investigate)|in progress|under investigation|mee bezig|in behandeling|gaan (?:we|er)|pakken (?:we|het|dit) op|onderzoeken|uitzoeken|kijken er naar|kijken ernaar)\b/i,
  forwarded:
    /\b(?:forwarded|passed (?:it|this) on|informed our customer|notified (?:our|the) customer|doorgestuurd|doorgezet|doorgegeven|klant (?:geïnformeerd|ingelicht|gewaarschuwd))\b/i,
  "not-ours":
    /\b(?:not ours|not our (?:ip|address|server|system|network|domain|customer)|does not belong to us|don't own|no longer (?:ours|our customer)|niet van ons|geen (?:eigenaar|klant van ons)|is van ons niet|behoort niet (?:aan|tot)|hoort niet bij ons|niet ons (?:ip|adres|systeem))\b/i,
  "false-positive":
    /\b(?:false positive|not vulnerable|vals alarm|false alarm|niet kwetsbaar|honeypot|loos alarm)\b/i,
  "other-contact":
    /\b(?:please (?:contact|send (?:this|these|it|them) to|use)|(?:wrong|other|different|new) (?:contact|address|e-?mail)|ander (?:adres|e-?mailadres|contact)|verkeerde? (?:adres|contact|persoon)|stuur (?:dit|deze).{0,20}\bnaar|mail naar|niet meer werkzaam|no longer works? (?:here|at))\b/i,
  stop: /\b(?:unsubscribe|stop (?:sending|mailing|met)|do not (?:send|mail|contact)|remove (?:us|me|our address)|uitschrijven|afmelden|geen (?:mail|meldingen|berichten) meer|niet meer (?:mailen|sturen))\b/i,
};

const denial =
  /\b(?:not yet|isn't|wasn't|hasn't|haven't|has not been|is not|was not|nog niet|niet (?:opgelost|verholpen|gepatcht))\b/i;

/**
 * What a person may mean by an answer, by the words that it wrote itself; null where none is found, or several that do
 * not go together. `working` beside `fixed` is `working`: some of it is still to be done.
 */
export function suggestResponse(text: string): Suggestion | null {
  const sentences = ownTextOf(text)
    .slice(0, 5000)
    .split(/(?<=[.!?])\s|\n{2,}/)
    .map((sentence) => sentence.replace(/\s+/g, " "));
  const found = suggestions.filter((name) =>
    sentences.some(
      (sentence) => words[name].test(sentence) && !(name === "fixed" && denial.test(sentence)),
    ),
  );
  if (found.length === 2 && found.includes("fixed") && found.includes("working")) return "working";
  // Whoever passes something on mostly says so because it is not its own.
  if (found.length === 2 && found.includes("forwarded") && found.includes("not-ours"))
    return "forwarded";
  return found.length === 1 ? (found[0] ?? null) : null;
}
