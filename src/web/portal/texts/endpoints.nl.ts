/** Waar programma's van organisaties meldingen krijgen. */
export const endpointsNl = {
  "nav.endpoints": "Koppelingen",
  "endpoints.title": "Koppelingen",
  "endpoints.intro":
    "Waar programma's van organisaties hun meldingen krijgen. Van elke organisatie telt er één; lukt het daar niet, dan mailen wij.",
  "endpoints.intro-own":
    "Waar uw programma's meldingen krijgen. Eén ervan telt; lukt het daar niet, dan mailen wij u.",
  "endpoints.link": "Koppelingen voor programma's",
  "endpoints.none": "Er is geen koppeling: alle meldingen gaan per mail.",
  "endpoints.list": "In gebruik of nog te testen",
  "endpoints.disabled": "Uitgezet",
  "endpoints.organisation": "Organisatie",
  "endpoints.way": "Koppeling",
  "endpoints.state": "Stand",
  "endpoints.last": "Laatst aangenomen",
  "endpoints.last-none": "niets in 30 dagen",
  "endpoints.trouble": "Laatste fout",
  "endpoints.trouble-none": "geen",
  "endpoints.failing": "Sinds {since}",
  "endpoints.waiting": "Wacht",
  "endpoints.webhook": "webhook",
  "endpoints.pull": "zelf ophalen",
  "endpoints.folder-json": "map met JSON",
  "endpoints.folder-csv": "map met CSV",
  "endpoints.state-untested": "nog niet getest",
  "endpoints.state-active": "telt",
  "endpoints.state-failing": "telt, maar faalt",
  "endpoints.state-disabled": "uitgezet",
  "endpoints.because-asked": "op verzoek",
  "endpoints.because-gone": "de webhook zei dat hij er niet meer is",
  "endpoints.because-failing": "er ging dagen niets goed",
  "endpoints.because-replaced": "een andere kwam ervoor in de plaats",

  "endpoints.new": "Een koppeling maken",
  "endpoints.new-text": "Een koppeling telt pas als de test is geslaagd.",
  "endpoints.new-organisation-hint": "De korte naam, zoals in het register.",
  "endpoints.new-way": "Hoe krijgt het programma zijn meldingen?",
  "endpoints.new-webhook": "Wij sturen ze naar een webhook",
  "endpoints.new-pull": "Het haalt ze zelf op",
  "endpoints.new-folder-json": "Wij zetten ze als JSON in een map op onze machine",
  "endpoints.new-folder-csv": "Wij zetten ze als CSV in een map op onze machine",
  "endpoints.new-url": "Adres van de webhook",
  "endpoints.new-url-hint": "Alleen bij een webhook; begint met https:// en heeft een certificaat.",
  "endpoints.new-button": "Maak de koppeling",
  "endpoints.no-way": "Kies hoe het programma zijn meldingen krijgt.",
  "endpoints.no-url":
    "Dit kan geen webhook zijn: nodig is https:// met een naam van het internet, zonder wachtwoord of #.",
  "endpoints.no-organisation": "Deze organisatie kennen wij niet.",
  "endpoints.too-many": "Er zijn al tien koppelingen. Zet eerst uit wat niet wordt gebruikt.",

  "endpoint.title": "Koppeling van {organisation}",
  "endpoint.about": "Hoe het ervoor staat",
  "endpoint.back": "Terug naar de koppelingen",
  "endpoint.to": "Naar de koppeling",
  "endpoint.url": "Adres",
  "endpoint.made": "Gemaakt",
  "endpoint.tested": "Getest",
  "endpoint.disabled": "Uitgezet",
  "endpoint.keys": "Publieke sleutels",
  "endpoint.id": "Nummer",
  "endpoint.role-only": "Een koppeling wijzigen kan een beheerder van de organisatie.",

  "endpoint.test": "Testen",
  "endpoint.test-webhook":
    "Uw webhook krijgt twee berichten van de soort test: een met een valse handtekening, dat hij moet weigeren (401), en een met een goede, dat hij moet aannemen.",
  "endpoint.test-pull":
    "Haal de meldingen op (GET /api/v1/notifications): er staat er een van de soort test klaar, met cursor 0. Bevestig die, en de koppeling telt.",
  "endpoint.test-folder": "Er komt een bestand test in de map.",
  "endpoint.test-button": "Test de koppeling",
  "endpoint.test-replaces":
    "Slaagt de test, dan telt deze koppeling voortaan, en wordt die van nu voorgoed uitgezet. Wat daar nog wacht, mailen wij.",
  "endpoint.test-confirm": "Ja, doe de test",
  "endpoint.passed": "De test is geslaagd",
  "endpoint.passed-text": "Deze koppeling telt: meldingen gaan eerst hierheen.",
  "endpoint.waits": "Wacht op het programma",
  "endpoint.failed": "De test is mislukt",
  "endpoint.failed-text": "Er is niets veranderd. Dit kwam ervan:",

  "endpoint.nothing-done": "Er is niets gedaan",
  "endpoint.too-often": "Er is te vaak getest. Probeer het over een uur opnieuw.",
  "endpoint.ended": "Deze koppeling telt niet of niet meer. Kijk hoe het ervoor staat.",

  "endpoint.secret-title": "Het geheim van deze webhook",
  "endpoint.secret-once":
    "Neem het nu over: het staat hier één keer, en is daarna niet meer op te vragen.",
  "endpoint.secret": "Geheim (v1)",
  "endpoint.public-key": "Publieke sleutel (v1a)",
  "endpoint.old-until": "Het oude geldt tot",
  "endpoint.made-title": "De koppeling is gemaakt",
  "endpoint.made-text":
    "De koppeling telt nog niet. Richt het programma in, en doe daarna de test.",

  "endpoint.rotate": "Een ander geheim",
  "endpoint.rotate-text":
    "Berichten dragen beide handtekeningen zolang het oude geheim geldt, zodat de ontvanger zonder gat kan wisselen.",
  "endpoint.overlap": "Het oude geheim",
  "endpoint.overlap-24": "geldt nog een dag",
  "endpoint.overlap-168": "geldt nog een week",
  "endpoint.overlap-0": "eindigt nu: het is uitgelekt",
  "endpoint.rotate-button": "Geef een ander geheim",
  "endpoint.rotate-confirm":
    "De webhook krijgt een ander geheim, dat u één keer ziet. Het oude {overlap}.",
  "endpoint.rotate-yes": "Ja, geef een ander geheim",

  "endpoint.resend": "Opnieuw sturen",
  "endpoint.resend-text":
    "Alles wat de organisatie in deze dagen kreeg gaat nog eens naar deze koppeling, met dezelfde nummers.",
  "endpoint.resend-pull": "Wie zelf ophaalt, vraagt met from en until om wat er in een tijd kwam.",
  "endpoint.resend-untested": "Dit kan zodra de koppeling telt.",
  "endpoint.resend-from": "Van",
  "endpoint.resend-until": "Tot en met",
  "endpoint.resend-hint": "Hoogstens 30 dagen.",
  "endpoint.resend-button": "Stuur dit opnieuw",
  "endpoint.resend-wrong": "Geef twee dagen, de eerste niet na de laatste, hoogstens 30 dagen.",
  "endpoint.resent":
    "{count, plural, =0 {Er is niets om opnieuw te sturen.} one {# melding gaat opnieuw.} other {# meldingen gaan opnieuw.}}",

  "endpoint.disable": "Uitzetten",
  "endpoint.disable-text":
    "Uitgezet is voorgoed. Wat ervoor wacht, en alles wat nog komt, gaat per mail.",
  "endpoint.disable-button": "Zet de koppeling uit",
  "endpoint.disable-waiting":
    "{count, plural, =0 {Er wacht nu niets voor deze koppeling.} one {Er wacht # melding, die wordt gemaild.} other {Er wachten # meldingen, die worden gemaild.}}",
  "endpoint.disable-confirm": "Ja, zet de koppeling voorgoed uit",
  "endpoint.disabled-now":
    "{count, plural, =0 {De koppeling is uitgezet.} one {De koppeling is uitgezet; # melding wordt gemaild.} other {De koppeling is uitgezet; # meldingen worden gemaild.}}",
  "endpoint.disabled-before": "De koppeling was al uitgezet.",
} as const;
