/** Wat er wordt vastgehouden, en de noodstoppen. */
export const brakesNl = {
  "nav.brakes": "Remmen",
  "brakes.title": "Wat er wordt vastgehouden",
  "brakes.intro":
    "Alles wat nu niet naar buiten gaat, waarom, en wat het opheft. Er gaat niets verloren: wat is opgeheven, gaat uit zodra het aan de beurt is.",
  "brakes.key-switches": "{count, plural, one {noodstop} other {noodstoppen}}",
  "brakes.key-stops":
    "{count, plural, one {soort haast ligt stil} other {soorten haast liggen stil}}",
  "brakes.key-reports": "{count, plural, one {rem op een rapport} other {remmen op rapporten}}",
  "brakes.key-volume":
    "{count, plural, one {ontvanger krijgt ongewoon veel} other {ontvangers krijgen ongewoon veel}}",
  "brakes.key-approvals":
    "{count, plural, one {aanvraag wacht op akkoord} other {aanvragen wachten op akkoord}}",
  "brakes.notice": "Er gaat iets niet naar buiten:",
  "brakes.what": "Wat",
  "brakes.why": "Waarom",
  "brakes.since": "Sinds",
  "brakes.waiting": "Wacht",
  "brakes.lift": "Opheffen",
  "brakes.case": "zaak {name}",
  "brakes.role-only": "Uw rol mag dit bekijken, niet opheffen.",
  "brakes.by-operator": "een medewerker met die rol",

  "brakes.reports": "Rapporten onder een rem",
  "brakes.reports-none": "Op geen rapport staat een rem.",
  "brakes.reports-lifts": "Opgeheven is voorgoed: dezelfde rem komt op dit rapport niet terug.",
  "brakes.why-novelty":
    "Nieuw: deze vinder meldt dit voor het eerst, en meteen {figure, plural, one {# rij} other {# rijen}}. Tot {most} gaat het vanzelf.",
  "brakes.why-jump":
    "Uitschieter: {figure, plural, one {# rij} other {# rijen}}, veel meer dan een dag van deze vinder telt. Tot {most} gaat het vanzelf.",
  "brakes.why-disputed":
    "Betwist: van {figure, plural, one {# bevinding} other {# bevindingen}} van deze vinder zeiden ontvangers dat zij niet klopt of niet van hen is. Meer dan {most} is te veel.",
  "brakes.why-bounces":
    "Onbestelbaar: {figure, plural, one {# mail} other {# mails}} hiervan kwam terug. Meer dan {most} is te veel.",
  "brakes.why-complaints":
    "Klachten: over {figure, plural, one {# mail} other {# mails}} hiervan kwam een klacht. Meer dan {most} is te veel.",
  "brakes.why-canary":
    "Voorproef: bij {figure} van wie het eerst hoorden ging het mis, door mail die terugkwam, betwist werd of een klacht gaf.",

  "brakes.volume": "Ontvangers die meer zouden krijgen dan gewoonlijk",
  "brakes.volume-none": "Geen ontvanger zou meer krijgen dan gewoonlijk.",
  "brakes.volume-lifts": "Opgeheven geldt 24 uur, ook voor wat er in dezelfde ronde nog bij komt.",
  "brakes.recipient": "Ontvanger",
  "brakes.why-volume":
    "Ronde {round}: {rows, plural, one {# regel} other {# regels}}. Tot {limit} gaat het vanzelf.",
  "brakes.held-findings": "Bevindingen die op een medewerker wachten",
  "brakes.more": "Hier staan de oudste {shown} van {count}; na het opheffen volgt de rest.",
  "brakes.lift-chosen": "Hef de gekozen remmen op",
  "brakes.lift-all": "Hef alle {count} op",
  "brakes.none-chosen": "Kies eerst wat u wilt opheffen.",

  "brakes.confirm-title": "Remmen opheffen",
  "brakes.confirm-report":
    "Dit gaat naar buiten zodra het aan de beurt is: {rows, plural, one {# bevinding} other {# bevindingen}} van {count, plural, one {# rapport} other {# rapporten}}.",
  "brakes.confirm-volume":
    "Dit gaat naar buiten zodra het aan de beurt is: {rows, plural, one {# regel} other {# regels}} naar {count, plural, one {# ontvanger} other {# ontvangers}}.",
  "brakes.confirm": "Ja, laat dit gaan",
  "brakes.back": "Terug naar wat er wordt vastgehouden",
  "brakes.done":
    "{count, plural, =0 {Er was niets meer op te heffen: iemand was u voor.} one {De rem is opgeheven.} other {# remmen zijn opgeheven.}}",
  "brakes.done-next": "Wat wachtte gaat naar buiten zodra het aan de beurt is.",

  "brakes.needs-title": "Er is nog iemand nodig",
  "brakes.needs-text":
    "Hier beslist u niet alleen over. De aanvraag staat klaar; er is nog niets gebeurd. Laat iemand anders de aanvraag bekijken en akkoord geven, en doe dan hetzelfde nog eens.",
  "brakes.needs-link": "De aanvraag",
  "brakes.needs-until": "Geldt tot",
  "brakes.needs-missing": "Er ontbreekt",
  "brakes.needs-again": "Probeer opnieuw, na akkoord",

  "brakes.stops": "Stilgevallen, omdat onze mail niet werd vertrouwd",
  "brakes.stops-text":
    "De mailserver weigerde ons als afzender. Er is niets verloren; herstel eerst de oorzaak.",
  "brakes.stop-what": "Haast: {lane}",
  "brakes.resume": "Laat weer gaan",
  "brakes.resume-confirm":
    "Alles wat in deze haast wacht gaat weer naar buiten. Is de oorzaak niet weg, dan valt zij opnieuw stil.",
  "brakes.resume-done": "Er gaat weer mail uit.",
  "brakes.resume-before": "Zij stond al niet meer stil.",

  "brakes.canaries": "Voorproeven die lopen",
  "brakes.canaries-text":
    "Er is niets te doen: wie later aan de beurt is volgt vanzelf, tenzij het bij de eersten misgaat.",
  "brakes.canary-first": "{first} van {recipients} horen het eerst",
  "brakes.canary-until": "De rest volgt na",

  "brakes.approvals": "Wijzigingen en andere stappen die op akkoord wachten",
  "brakes.approvals-text":
    "Een wereld of registratie die te veel tegelijk verandert, wordt bij het laden geweigerd en ligt dan nergens te wachten. Waar meer mensen nodig zijn, staat zij hier.",
  "brakes.approvals-none": "Er wacht niets op akkoord.",

  "brakes.elsewhere": "Wat elders op een medewerker wacht",
  "brakes.elsewhere-reports":
    "{count, plural, =0 {Er wacht geen rapport op vrijgave} one {# rapport wacht op vrijgave} other {# rapporten wachten op vrijgave}}",

  "switch.list": "Noodstoppen",
  "switch.none": "Er staat geen noodstop.",
  "switch.new": "Zet een noodstop",
  "switch.report": "rapport {value}",
  "switch.finder": "vinder {value}",
  "switch.case": "zaak {value}",
  "switch.lane": "haast: {value}",
  "switch.channel": "weg: {value}",

  "switch.form-intro":
    "Er gaat niets van naar buiten tot iemand de noodstop opheft. Wat al weg is, komt niet terug: daarvoor is terugroepen.",
  "switch.what": "Wat moet er stoppen?",
  "switch.group-named": "Bij naam of nummer",
  "switch.group-lane": "Alles met deze haast",
  "switch.group-channel": "Alles langs deze weg",
  "switch.kind-case": "Een zaak",
  "switch.kind-report": "Eén rapport",
  "switch.kind-finder": "Alles van een vinder",
  "switch.name": "Naam of nummer",
  "switch.name-hint":
    "De naam van de zaak, het nummer van het rapport of de vinder. Leeg bij haast en weg.",
  "switch.reason": "Reden",
  "switch.reason-hint": "Voor het dossier, en voor wie de noodstop opheft.",
  "switch.go-on": "Ga verder",
  "switch.no-target": "Kies wat er moet stoppen, en vul de naam of het nummer in.",
  "switch.no-report": "Een rapport met dit nummer is er niet.",
  "switch.no-reason": "Zeg waarom, in hoogstens 500 tekens.",

  "switch.confirm-title": "Noodstop zetten",
  "switch.reports": "Rapporten nu",
  "switch.would-stop": "Meldingen die nu klaarstaan",
  "switch.effect-rows":
    "Meldingen met een regel hiervan worden teruggenomen; regels van andere rapporten daarin gaan opnieuw uit. Wat op dit ogenblik onderweg is, stopt niet.",
  "switch.effect-lane":
    "Wat klaarstaat wordt teruggenomen; rectificaties wachten. Wat op dit ogenblik onderweg is, stopt niet.",
  "switch.effect-channel":
    "Wat klaarstaat blijft wachten, ook rectificaties. Wat op dit ogenblik onderweg is, stopt niet.",
  "switch.unknown":
    "Wij kennen geen rapport hiervan. Kijk of de naam klopt; anders geldt de noodstop alleen voor wat nog komt.",
  "switch.confirm": "Ja, houd dit tegen",
  "switch.done": "De noodstop staat",
  "switch.done-what": "Er gaat niets meer naar buiten van: {what}.",
  "switch.done-text":
    "{withdrawn, plural, =0 {Er hoefde niets te worden teruggenomen.} one {# melding is teruggenomen voordat zij wegging.} other {# meldingen zijn teruggenomen voordat zij weggingen.}}",
  "switch.before": "Deze noodstop stond er al.",
  "switch.recall": "Wat al weg is terugroepen",

  "switch.lift-title": "Noodstop opheffen",
  "switch.lift-text": "Wat wachtte gaat weer naar buiten zodra het aan de beurt is.",
  "switch.lift": "Ja, hef de noodstop op",
  "switch.lifted": "De noodstop is opgeheven",
  "switch.not-there": "Deze noodstop staat er niet meer.",
  "switch.never-released":
    "Niemand heeft dit rapport nog vrijgegeven: het opheffen geeft het vrij. Bekijk eerst wat dat doet, op de pagina van het rapport.",
  "switch.closed":
    "Dit rapport is geweigerd of teruggeroepen; dat is voorgoed. Er gaat niets meer van uit.",

  "channel.mail": "mail",
  "channel.webhook": "webhook",
  "channel.pull": "ophalen",
  "channel.folder": "map",
} as const;
