import { join } from "node:path";
import { readMailTemplates } from "../../src/channels/mail/mail-templates.ts";
import type { MailInstance, TextMaterial } from "../../src/channels/mail/text-material.ts";
import { retentionBounds } from "../../src/domain/instance.ts";

/** What a house of this name says of itself in mails, under `.example`. */
export function makeMailInstance(name: string): MailInstance {
  return {
    name,
    sender: {
      name,
      address: "meld@meldpunt.example",
      returnPathDomain: "bounces.meldpunt.example",
    },
    contact: {
      page: "https://www.meldpunt.example/contact",
      verifyPage: "https://www.meldpunt.example/controleer",
      email: "contact@meldpunt.example",
      telephone: null,
      privacyEmail: "privacy@meldpunt.example",
      privacyPage: "https://www.meldpunt.example/privacy",
    },
    retention: { closedFinding: retentionBounds.closedFinding.usual },
  };
}

/** The texts that ship, three made-up advice texts, and an instance under `.example`. */
export const mailMaterial: TextMaterial = {
  templates: readMailTemplates(join(import.meta.dirname, "../../data/templates/mail")),
  advice: new Map([
    [
      "open-rdp",
      {
        version: "0a1b2c3d",
        nl: "Op dit systeem is Remote Desktop (RDP) bereikbaar.\n\nSluit poort 3389 af.",
        en: "On this system Remote Desktop (RDP) can be reached.\n\nBlock port 3389.",
      },
    ],
    ["exchange", { version: "1b2c3d4e", nl: "Werk Exchange bij.", en: "Update Exchange." }],
    [
      "infected-system",
      {
        version: "2c3d4e5f",
        nl: "Zoek de klant en help die.",
        en: "Find the customer and help them.",
      },
    ],
  ]),
  instance: makeMailInstance("Nederlands Security Meldpunt"),
  publicUrl: "https://portaal.meldpunt.example",
};
