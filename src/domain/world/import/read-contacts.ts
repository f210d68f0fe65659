import type { Language } from "../../finding/finding-type.ts";
import { type EmailAddress, findEmailAddress, mailDomainOf } from "../../network/email-address.ts";
import { splitMailboxes } from "../../network/mailbox-list.ts";
import type { Contact } from "../world.ts";
import type { ImportTerms } from "./import-terms.ts";
import type { ImportedContact } from "./imported.ts";
import type { ImportedText } from "./place.ts";
import { type Remark, toRemark } from "./remark.ts";

/** The contacts of an organisation, each address once for each role; what cannot be one is remarked on. */
export function readContacts(
  imported: readonly ImportedContact[],
  language: Language | null,
  { freeMail }: Pick<ImportTerms, "freeMail">,
  remarks: Remark[],
): Contact[] {
  const contacts = new Map<string, Contact>();
  for (const { role, email: cell } of imported) {
    for (const { email, from } of readEmails(cell, remarks)) {
      const key = `${role} ${email}`;
      if (contacts.has(key)) {
        const problem = `stands twice as ${role} contact`;
        remarks.push(toRemark("changed", from, problem, "It is written to once. Keep one."));
        continue;
      }
      contacts.set(key, {
        role,
        email,
        language,
        pgp: null,
        reader: null,
        hours: null,
        format: null,
        digests: null,
      });
      if (freeMail.has(mailDomainOf(email))) {
        const problem = "a mailbox that anybody can have";
        const remedy = "Ask for an address at a domain of the organisation.";
        remarks.push(toRemark("kept", from, problem, remedy));
      }
    }
  }
  return [...contacts.values()];
}

/** The addresses of a cell: separated by anything, with `mailto:` or with names before them. */
export function readEmails(
  { text, place }: ImportedText,
  remarks: Remark[],
): { readonly email: EmailAddress; readonly from: ImportedText }[] {
  const emails: { email: EmailAddress; from: ImportedText }[] = [];
  for (const part of splitMailboxes(text)) {
    const email = findEmailAddress(part);
    const from = { text: part, place };
    if (email !== null) emails.push({ email, from });
    else {
      const remedy = "Write the bare address, like cert@organisation.example.";
      remarks.push(toRemark("left-out", from, "not a mail address", remedy));
    }
  }
  return emails;
}
