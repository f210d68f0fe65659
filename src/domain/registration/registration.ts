import type { Language } from "../finding/finding-type.ts";
import type { OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { ContactRole } from "../world/world.ts";
import type { RegisterNumber } from "./register-number.ts";

export const registrationStates = [
  "asked",
  "confirmed",
  "question",
  "accepted",
  "declined",
] as const;

/**
 * - `asked`: nobody has shown that the address is theirs
 * - `confirmed`: the code was typed; waits for an operator
 * - `question`: waits for the asker's answer
 */
export type RegistrationState = (typeof registrationStates)[number];

/** Whom the organisation names for what. */
export type AskedContact = {
  readonly role: ContactRole;
  readonly name: string | null;
  readonly email: EmailAddress;
  readonly language: Language;
};

/** What somebody says who wants an organisation to join; nothing of it is checked but its form. */
export type AskedRegistration = {
  readonly name: string;
  /** Null: it is in no register. */
  readonly register: RegisterNumber | null;
  /** As sectors of the world are named; null: none. */
  readonly sector: string | null;
  readonly contacts: readonly AskedContact[];
  /** Canonical text; they become claims, to be proved, when it is accepted. */
  readonly assets: readonly string[];
  readonly remarks: string | null;
};

/** What was agreed to, in which words. */
export type Agreed = {
  readonly agreement: string;
  readonly version: string;
  readonly language: Language;
};

export type Registration = {
  /** UUIDv7. */
  readonly id: string;
  readonly state: RegistrationState;
  readonly asker: EmailAddress;
  readonly language: Language;
  readonly asked: AskedRegistration;
  readonly agreed: Agreed;
  readonly askedAt: Date;
  readonly confirmedAt: Date | null;
  readonly question: string | null;
  readonly answer: string | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  /** Why it was declined, or what the operator noted on accepting. */
  readonly reason: string | null;
  readonly organisation: OrganisationId | null;
};

const dayMs = 24 * 60 * 60_000;

/** How long one waits for its code; then it is erased. */
export const unconfirmedMs = 30 * dayMs;

/** What the code of a registration is hashed with: that of another does not fit. */
export function toRegistrationText(id: string, code: string): string {
  return ["meldpunt-registration", id, code].join("\n");
}

/** What the word is hashed with that its asker looks with. */
export function toFollowUpText(word: string): string {
  return ["meldpunt-follow-up", word].join("\n");
}
