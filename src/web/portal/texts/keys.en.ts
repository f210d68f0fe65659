import type { keysNl } from "./keys.nl.ts";

/** The same texts in English. */
export const keysEn: Readonly<Record<keyof typeof keysNl, string>> = {
  "keys.title": "Keys for encrypted mail",
  "keys.why":
    "What exactly was seen is confidential: we only mail it when we can encrypt it. Without a key you get the same findings with fewer details. Give each contact its own OpenPGP key or S/MIME certificate; we sign our mail in the same form.",
  "keys.present": "Keys of your contacts",
  "keys.none": "No contact has a key: what we mail you is reduced.",
  "keys.kind": "Kind",
  "keys.fingerprint": "Fingerprint",
  "keys.state": "State",
  "keys.until": "Until",
  "keys.state-asked": "waits for its code",
  "keys.state-active": "in use",
  "keys.state-ended": "ended",
  "keys.give": "Give a key",
  "keys.key": "Public key or certificate",
  "keys.key-hint":
    "An OpenPGP key in ASCII armor, or a certificate in PEM. We mail a code to the address, encrypted with it.",
  "keys.confirm": "Type the code",
  "keys.withdraw": "End the key of a contact",
  "own-keys.title": "Our keys",
  "own-keys.intro":
    "Mail of {name} is signed with these keys. Compare the fingerprint with the one that you have, or ask for it by telephone: a key that came with a mail proves nothing.",
  "own-keys.list": "Keys that we sign mail with",
  "own-keys.none": "Our mail is not signed.",
  "own-keys.from": "From",
  "own-keys.file": "File",
  "own-keys.download": "Get it",
  "own-keys.state-signing": "in use",
  "own-keys.state-coming": "not in use yet",
  "own-keys.state-expired": "expired",
  "own-keys.state-retired": "not in use any more",
  "keys.link": "Keys for encrypted mail",
};
