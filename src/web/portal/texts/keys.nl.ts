/** Texts of the pages about keys. */
export const keysNl = {
  "keys.title": "Sleutels voor versleutelde mail",
  "keys.why":
    "Wat er precies is gezien, is vertrouwelijk: wij mailen dat alleen als wij het kunnen versleutelen. Zonder sleutel krijgt u dezelfde bevindingen, met minder bijzonderheden. Geef elk contact een eigen OpenPGP-sleutel of S/MIME-certificaat; in dezelfde vorm ondertekenen wij onze mail.",
  "keys.present": "Sleutels van uw contacten",
  "keys.none": "Geen contact heeft een sleutel: wat wij u mailen, is beperkt.",
  "keys.kind": "Soort",
  "keys.fingerprint": "Vingerafdruk",
  "keys.state": "Stand",
  "keys.until": "Tot",
  "keys.state-asked": "wacht op de code",
  "keys.state-active": "in gebruik",
  "keys.state-ended": "beëindigd",
  "keys.give": "Een sleutel opgeven",
  "keys.key": "Publieke sleutel of certificaat",
  "keys.key-hint":
    "Een OpenPGP-sleutel in ASCII armor, of een certificaat in PEM. Wij mailen een code naar het adres, ermee versleuteld.",
  "keys.confirm": "De code invullen",
  "keys.withdraw": "De sleutel van een contact beëindigen",
  "own-keys.title": "Onze sleutels",
  "own-keys.intro":
    "Mail van {name} is met deze sleutels ondertekend. Vergelijk de vingerafdruk met die u al hebt, of vraag er telefonisch naar: een sleutel die met een mail meekomt, bewijst niets.",
  "own-keys.list": "Sleutels waarmee wij mail ondertekenen",
  "own-keys.none": "Onze mail is niet ondertekend.",
  "own-keys.from": "Vanaf",
  "own-keys.file": "Bestand",
  "own-keys.download": "Ophalen",
  "own-keys.state-signing": "in gebruik",
  "own-keys.state-coming": "nog niet in gebruik",
  "own-keys.state-expired": "verlopen",
  "own-keys.state-retired": "niet meer in gebruik",
  "keys.link": "Sleutels voor versleutelde mail",
} as const;
