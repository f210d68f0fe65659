import { type HeaderField, toHeaderLines } from "../mime/header-fields.ts";
import type { WrittenMail } from "../mime/write-mail.ts";

/** Fields whose true value goes inside with the content, so that signature and encryption hold for them too. */
const innerFields = ["From", "To", "Subject", "Message-ID", "Date"];

/**
 * A mail whose subject says outside what it is about by number and label only, and inside all of it (RFC 9788 section 4.2:
 * `hp="cipher"`, with `HP-Outer` for what the outside says instead). The number stays, since ticket systems sort by it.
 */
export function hideSubject(mail: WrittenMail): WrittenMail {
  const outer = toOuterSubject(mail.subject);
  const inner = mail.fields.filter(([name]) => innerFields.includes(name));
  const shown = inner.map(([name, value]): HeaderField => {
    return ["HP-Outer", `${name}: ${name === "Subject" ? outer : value}`];
  });
  const text = mail.entity.toString("latin1");
  const typed = text.replace(/^Content-Type: [a-z]+\/[a-z-]+/, '$&; hp="cipher"');
  return {
    ...mail,
    subject: outer,
    fields: mail.fields.map(([name, value]) => [name, name === "Subject" ? outer : value]),
    entity: Buffer.from(toHeaderLines([...inner, ...shown]) + typed, "latin1"),
  };
}

/**
 * `[NSM-7K3F-92QD] TLP:AMBER`, with the recipient's own mark where it has one; of a subject without any of them nothing
 * but three dots, as the RFC has it.
 */
function toOuterSubject(subject: string): string {
  const [marks] = /^(?:\[[^\]]{1,80}\] ?)+/.exec(subject) ?? [];
  const [label] = /\bTLP:[A-Z]+(\+STRICT)?/.exec(subject) ?? [];
  const told = [marks?.trimEnd(), label].filter((part) => part !== undefined);
  return told.length === 0 ? "[...]" : told.join(" ");
}
