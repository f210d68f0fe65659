/** What the answer page, the verification page and the list of answers say, in Dutch. */
export const answersNl = {
  "nav.responses": "Antwoorden",

  "answers.title": "Antwoorden op melding {number}",
  "answers.lead":
    "{name} heeft u dit gemeld. Zeg hier wat u ermee doet; u hebt geen account nodig. Uw antwoord telt pas als u het op de volgende pagina bevestigt.",
  "answers.lead-supplier":
    "Iemand heeft u gevraagd dit op te lossen en u daarvoor deze pagina gegeven. Zeg hier of u ermee bezig bent en of het is opgelost.",
  "answers.trouble-no-such-answer": "Kies een van de antwoorden.",
  "answers.trouble-no-such-rows":
    "Die regels zijn er niet. Schrijf nummers zoals 3 of 7-12, met komma’s ertussen.",
  "answers.trouble-nothing-open": "Over deze regels wordt u niets meer gevraagd.",
  "answers.trouble-form": "Dit formulier was te oud. Kies opnieuw.",
  "answers.sent": "Opgesteld op",
  "answers.rows": "Regels",
  "answers.rows-live":
    "{rows, plural, one {# regel} other {# regels}}, waarvan {live, plural, one {# open bevinding} other {# open bevindingen}}",
  "answers.until": "Link geldig tot",
  "answers.rows-title": "Wat is er gevonden?",
  "answers.rows-hint":
    "Vink regels aan om over die regels te antwoorden. Vinkt u niets aan, dan gaat uw antwoord over alle regels.",
  "answers.numbers": "Of typ de nummers van regels",
  "answers.numbers-hint":
    "Zoals in het bericht of de bijlage, van 1 tot en met {rows}: bijvoorbeeld 3, 7-12.",
  "answers.more": "Volgende regels",
  "answers.taken-back": "Teruggenomen",
  "answers.taken-back-rows":
    "{withdrawn, plural, one {Eén regel} other {# regels}} van dit bericht op {at}: wat er stond klopte niet. Wij hebben u er een mail over gestuurd.",
  "answers.taken-back-all":
    "Wat dit bericht zei klopte niet, en wij hebben alles teruggenomen. U hoeft niets te doen.",
  "answers.files": "Alle regels, als bestand",
  "answers.files-lead":
    "Deze bestanden waren te groot voor het bericht. Bereken de SHA-256 van wat u hebt opgehaald, en vergelijk die met wat er in het bericht staat.",
  "answers.files-until": "U kunt ze ophalen tot {until}.",
  "answers.files-over":
    "Ze waren op te halen tot {until}. Antwoord op het bericht als u ze nog nodig hebt.",
  "answers.files-taken-back":
    "Er staan regels in die zijn teruggenomen, daarom geven wij ze niet meer. Antwoord op het bericht als u de andere regels nodig hebt.",
  "answers.files-none": "Dat bestand is er niet",
  "answers.files-none-text": "Het bericht noemt geen bestand met dit nummer.",
  "answers.files-gone": "Dit bestand is er niet meer",
  "answers.files-gone-text":
    "De tijd is voorbij. Antwoord op het bericht als u het nog nodig hebt.",
  "answers.files-busy": "Te veel bestanden tegelijk",
  "answers.files-busy-text":
    "{minutes, plural, one {Haal het over een minuut opnieuw op.} other {Haal het over # minuten opnieuw op.}}",
  "answers.file": "Bestand",
  "answers.file-bytes": "Bytes",
  "answers.file-sha256": "SHA-256",
  "answers.row": "Regel",
  "answers.row-number": "Regel {position}",
  "answers.object": "Waar",
  "answers.what": "Wat",
  "answers.severity": "Ernst",
  "answers.seen": "Gezien",
  "answers.state": "Stand",
  "answers.port": "poort {port}",
  "answers.said": "U zei: {kind} ({at}).",
  "answers.jump": "Meteen naar de antwoorden",
  "answers.times": "Tijden op deze pagina: {zone}. In het bericht staan ze in UTC.",
  "answers.not-said": "Nog geen antwoord",
  "answers.over": "Hierover wordt u niets meer gevraagd.",
  "answers.hidden-vulnerability": "Een systeem met een bekende kwetsbaarheid",
  "answers.hidden-misconfiguration": "Een systeem dat verkeerd is ingesteld",
  "answers.hidden-compromise": "Een systeem dat misschien wordt misbruikt",
  "answers.hidden-leaked-credential": "Gelekte inloggegevens",
  "answers.nothing-open": "Alles wat hier staat is afgehandeld: u hoeft niets te doen.",
  "answers.say": "Wat doet u ermee?",
  "answers.say-hint": "Na uw keuze ziet u eerst waarover uw antwoord gaat.",
  "answers.more-answers": "Een ander antwoord, of doorgeven aan uw leverancier",
  "answers.kind-fixed": "Opgelost",
  "answers.kind-working": "Wij zijn ermee bezig",
  "answers.kind-not-ours": "Niet van ons",
  "answers.kind-forwarded": "Doorgegeven aan onze klant",
  "answers.kind-false-positive": "Er is niets aan de hand",
  "answers.kind-accepted": "Wij aanvaarden het risico",
  "answers.kind-other-contact": "Ander adres of andere taal",
  "answers.kind-stop": "Stop met deze berichten",
  "answers.kind-contact-us": "Neem contact met ons op",
  "answers.about-fixed":
    "U zegt dat het is opgelost. Wij sturen geen herinnering; bij een volgende controle zien we of het klopt.",
  "answers.about-working": "U krijgt geen herinnering tot de dag die u noemt.",
  "answers.about-not-ours":
    "Wij vragen het dan aan een andere partij. U ziet niet aan wie, en deze pagina vervalt voor deze regels.",
  "answers.about-forwarded": "U levert alleen de hosting of de verbinding, en uw klant weet ervan.",
  "answers.about-false-positive":
    "De waarneming klopt niet. Een medewerker kijkt ernaar en beslist.",
  "answers.about-accepted":
    "U weet ervan en laat het zo, tot een dag die u noemt. Dat kan alleen als is bewezen dat het systeem van u is.",
  "answers.about-other-contact":
    "U wilt dit voortaan op een ander adres of in een andere taal krijgen.",
  "answers.about-stop":
    "U wilt op dit adres geen berichten meer. Wat er is gevonden, is daarmee niet opgelost.",
  "answers.about-contact-us": "U wilt dat een medewerker contact met u opneemt.",
  "answers.hand-off": "Doorgeven aan een leverancier",
  "answers.about-hand-off":
    "U maakt een link die korter geldig is, voor wie het voor u oplost. Die ziet alleen de gekozen regels, en kan alleen zeggen dat eraan wordt gewerkt of dat het is opgelost.",
  "answers.register": "Deze systemen aanmelden",
  "answers.about-register":
    "U meldt uw organisatie aan, met deze adressen en namen al ingevuld. Is bewezen dat ze van u zijn, dan bepaalt u zelf wat u krijgt.",
  "answers.confirm-lead": "Uw antwoord op melding {number}, over",
  "answers.for-all":
    "{count, plural, one {de ene open bevinding} other {alle # open bevindingen}} van dit bericht.",
  "answers.for-rows": "{count, plural, one {regel} other {# regels}}: {rows}.",
  "answers.incomplete": "Dit ontbreekt nog of klopt niet: {field}.",
  "answers.confirm": "Bevestigen: {kind}",
  "answers.back": "Terug naar de melding",
  "answers.field-until": "Tot en met welke dag?",
  "answers.field-to": "Aan wie hebt u het doorgegeven?",
  "answers.field-reason": "Toelichting",
  "answers.field-because": "Waarom is er niets aan de hand?",
  "answers.field-message": "Uw bericht",
  "answers.field-address": "Mailadres",
  "answers.field-language": "Taal",
  "answers.until-hint": "Mag leeg blijven.",
  "answers.to-hint": "Mag leeg blijven. Noem geen persoonsgegevens die niet nodig zijn.",
  "answers.reason-optional": "Mag leeg blijven.",
  "answers.reason-needed": "Waaraan zien wij dat? Dit gaat ook naar wie het heeft gevonden.",
  "answers.accepted-hint": "Waarom, en wat er tot dan tegen misbruik is gedaan.",
  "answers.address-hint": "Waar u dit voortaan wilt krijgen. Een medewerker controleert het.",
  "answers.language-same": "Zoals nu",
  "answers.because-nothing-there": "Op dat adres is niets",
  "answers.because-not-vulnerable": "Het is een ander product of een andere versie",
  "answers.because-already-patched": "Het was al hersteld toen het werd gezien",
  "answers.because-intended": "Het is zo bedoeld, en beschermd",
  "answers.because-test-or-decoy": "Het is een test of een lokmiddel",
  "answers.because-other": "Iets anders",
  "answers.done-title": "Uw antwoord is ontvangen",
  "answers.outcome-taken":
    "{kind}: {count, plural, one {voor # bevinding} other {voor # bevindingen}} vastgelegd.",
  "answers.outcome-unchanged":
    "{count, plural, one {Van # bevinding} other {Van # bevindingen}} had u dit al gezegd.",
  "answers.outcome-late":
    "{count, plural, one {# bevinding is al afgesloten, of wordt} other {# bevindingen zijn al afgesloten, of worden}} niet meer aan u gevraagd.",
  "answers.outcome-unknown":
    "{count, plural, one {# bevinding hoort} other {# bevindingen horen}} niet bij dit bericht.",
  "answers.outcome-not-proved":
    "Voor {count, plural, one {# bevinding} other {# bevindingen}} kan dit niet: alleen als is bewezen dat het systeem van u is, kunt u het risico aanvaarden.",
  "answers.outcome-not-for-suppliers": "Dat kan met deze link niet.",
  "answers.outcome-wrong-until": "Die dag is voorbij of te ver weg. Kies een andere.",
  "answers.outcome-incomplete": "Het antwoord was niet compleet.",
  "answers.outcome-refused": "Dat antwoord kon niet worden vastgelegd.",
  "answers.outcome-none": "Er was niets om over te antwoorden.",
  "answers.then-fixed":
    "Bedankt. Bij een volgende controle zien we of het weg is. Is het er nog, dan hoort u het opnieuw.",
  "answers.then-working": "Bedankt. Zeg het hier als het is opgelost.",
  "answers.then-not-ours": "Bedankt. Wij vragen het aan een andere partij.",
  "answers.then-forwarded": "Bedankt. Zeg het hier als het is opgelost.",
  "answers.then-false-positive": "Een medewerker kijkt ernaar. Tot dan hoort u er niets meer over.",
  "answers.then-accepted": "Vastgelegd. Na die dag vragen wij het opnieuw.",
  "answers.then-other-contact": "Een medewerker kijkt ernaar en neemt zo nodig contact op.",
  "answers.then-stop":
    "Bent u niet bij ons geregistreerd, dan krijgt u op dit adres geen berichten meer. Bent u dat wel, dan handelt een medewerker dit af.",
  "answers.then-contact-us": "Een medewerker neemt contact met u op.",
  "answers.hand-off-lead":
    "De link voor uw leverancier toont wat open is en gedeeld mag worden van",
  "answers.hand-off-nothing":
    "Van deze regels is niets open dat u met een leverancier mag delen (TLP).",
  "answers.hand-off-too-long": "Kies een aantal dagen van 1 tot en met {days}.",
  "answers.hand-off-not-yours": "Met deze link kan dat niet.",
  "answers.days": "Hoe lang is de link geldig?",
  "answers.days-count": "{days, plural, one {# dag} other {# dagen}}",
  "answers.make-link": "Link maken",
  "answers.handed-off-title": "Link voor uw leverancier",
  "answers.handed-off":
    "Deze link toont {count, plural, one {# regel} other {# regels}} en is geldig tot {until}. Wij tonen hem alleen nu.",
  "answers.handed-off-hint":
    "Stuur hem alleen aan wie het oplost. U kunt hem op de pagina van de melding weer beëindigen.",
  "answers.hand-offs": "Links die u aan leveranciers gaf",
  "answers.made": "Gemaakt",
  "answers.end": "Beëindigen",
  "answers.end-label": "De link voor de regels {rows} beëindigen",
  "answers.privacy":
    "Wie het adres van deze pagina heeft, kan namens de ontvanger antwoorden. Deel het niet verder dan nodig.",
  "answers.dead-title": "Deze link leidt nergens heen",
  "answers.dead":
    "De link is niet helemaal ingevuld, te oud, ingetrokken of vervangen. Antwoord op het bericht zelf, of gebruik de link uit het nieuwste bericht.",
  "answers.wait":
    "Te veel pogingen. Vertrouw het bericht niet zolang u het niet weet. Probeer het over {minutes, plural, one {# minuut} other {# minuten}} opnieuw.",

  "verify.title": "Is dit bericht echt?",
  "verify.lead":
    "Kreeg u een bericht van {name}? Typ het kenmerk en de code die erin staan. Klik daarvoor nergens op. Staat er geen code in, vraag het ons dan.",
  "verify.number": "Kenmerk",
  "verify.number-hint": "Bijvoorbeeld NSM-7K3F-92QD. Kleine letters en spaties mogen.",
  "verify.code": "Code",
  "verify.code-hint": "Zes tekens, bijvoorbeeld 7K3-F92.",
  "verify.ask": "Controleren",
  "verify.yes-title": "Ja, dit bericht is van ons",
  "verify.recalled-title": "Dit bericht was van ons, en is teruggeroepen",
  "verify.yes":
    "Bericht {number} hebben wij op {at} gestuurd aan een contact van {to}, over {findings, plural, one {# bevinding} other {# bevindingen}}.",
  "verify.recalled":
    "Op {at} hebben wij {withdrawn} van de {findings, plural, one {# bevinding} other {# bevindingen}} teruggenomen: {withdrawn, plural, one {die klopt} other {die kloppen}} niet, en u hoeft er niets aan te doen.",
  "verify.unknown":
    "Wij kennen geen bericht met dit kenmerk en deze code. Lees beide nog eens over. Klopt het dan nog niet? Vertrouw het bericht dan niet, en vraag het ons.",
  "verify.mistyped":
    "Dit kan geen kenmerk van ons zijn: er is een teken verkeerd getypt, of het bericht is niet van ons.",
  "verify.wait":
    "Te veel pogingen. Probeer het over {minutes, plural, one {# minuut} other {# minuten}} opnieuw, of vraag het ons.",
  "verify.ask-us":
    "Vraag het ons: mail {email}{telephone, select, none {} other { of bel {telephone}}}. Meer over ons: {page}.",
  "verify.never-title": "Wat wij nooit vragen",
  "verify.never":
    "Wij vragen u nooit om geld, om een wachtwoord, om toegang tot uw systemen of om een programma van ons te installeren.",

  "responses.title": "Antwoorden",
  "responses.waiting": "Wacht op een medewerker",
  "responses.waiting-none": "Er wacht geen antwoord op een medewerker.",
  "responses.all": "Alle antwoorden",
  "responses.none": "Nog niemand heeft geantwoord.",
  "responses.at": "Wanneer",
  "responses.kind": "Antwoord",
  "responses.by": "Door",
  "responses.by-link": "met de link van het bericht",
  "responses.by-supplier": "door een leverancier",
  "responses.by-other": "met een toegangscode, of via een medewerker",
  "responses.number": "Bericht",
  "responses.findings": "Bevindingen",
  "responses.detail": "Wat er staat",
  "responses.done": "Afgehandeld",
  "responses.note": "Wat is ermee gedaan, of waarom niet?",
  "responses.settle": "Afhandelen",
  "responses.refuse": "Weigeren, met deze reden",
  "responses.carry-out-stop": "Geen berichten meer aan dit adres",
  "responses.carry-out-other-contact": "Contact vervangen",
  "responses.checked": "Ander maildomein: hoe weet u dat de organisatie dit wil?",
  "responses.as-done": "Gedaan, de vrager is ingelicht",
  "responses.as-refused": "Geweigerd, de vrager is ingelicht",
  "responses.trouble-note-missing": "Schrijf wat ermee is gedaan, of waarom niet.",
  "responses.trouble-conflict":
    "Dit antwoord wacht op niemand meer, is niet met één handeling uit te voeren, of er staat niet bij hoe het is nagegaan.",
  "responses.conversion": "Wat berichten opleverden, de laatste 90 dagen",
  "responses.sent": "Verstuurd met een link",
  "responses.answered": "Daarmee beantwoord",
  "responses.begun": "Aanmelding begonnen",
  "responses.confirmed": "Adres bevestigd",
  "responses.accepted": "Aanvaard",
  "responses.of-all": "Alle ontvangers",
  "responses.of-unsolicited": "Daarvan ongevraagd",
  "responses.recipients": "Ontvangers",
} as const;
