/** What the page of texts says, in Dutch. */
export const contentNl = {
  "type.advice": "Wat u kunt doen",
  "type.no-advice": "Hierover is nog geen advies.",
  "type.version": "Advies {name}, versie {version}. In een bericht staan dezelfde woorden.",
  "nav.texts": "Teksten",
  "texts.title": "Teksten van berichten",
  "texts.intro": "Zo ziet een bericht eruit. U kijkt alleen: er wordt niets verstuurd.",
  "texts.choose": "Kies een tekst",
  "texts.name": "Tekst",
  "texts.language": "Taal",
  "texts.rung": "Alsof het langs deze weg ging",
  "texts.rung-own": "zoals het was",
  "texts.notification": "Gevuld met melding (id), anders met iets verzonnens",
  "texts.show": "Laat zien",
} as const;
