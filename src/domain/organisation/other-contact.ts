import type { Language } from "../finding/finding-type.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { OrganisationRecord } from "../world/plain-entry.ts";
import { type Contact, plainContact } from "../world/world.ts";

/** Where, or in which language, an organisation wants to hear of findings; what is null stays. */
export type OtherContact = {
  readonly address: EmailAddress | null;
  readonly language: Language | null;
};

/**
 * The entry with the contacts at these addresses replaced. A key is that of the address before, and does not go along. Where
 * none of its contacts was told, as findings came to it by another way, it gets one more for findings.
 */
export function withOtherContact(
  record: OrganisationRecord,
  told: readonly EmailAddress[],
  { address, language }: OtherContact,
): OrganisationRecord {
  const change = (contact: Contact): Contact => ({
    ...contact,
    email: address ?? contact.email,
    language: language ?? contact.language,
    pgp: address === null || address === contact.email ? contact.pgp : null,
  });
  const isTold = ({ email }: Contact): boolean => told.includes(email);
  const contacts = record.contacts.map((contact) => (isTold(contact) ? change(contact) : contact));
  if (record.contacts.some(isTold)) return { ...record, contacts: withoutTwins(contacts) };
  const email = address ?? told[0];
  if (email === undefined) return record;
  const added: Contact = { ...plainContact, role: "findings", email, language };
  return { ...record, contacts: withoutTwins([...contacts, added]) };
}

/** Each address once for each role. */
function withoutTwins(contacts: readonly Contact[]): Contact[] {
  const seen = new Map(contacts.map((contact) => [`${contact.role} ${contact.email}`, contact]));
  return [...seen.values()];
}
