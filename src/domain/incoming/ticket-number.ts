/**
 * How systems for tickets mark subjects, so that what comes later with the same mark joins the ticket: RT and RTIR
 * (`[example.org #123]`), OTRS and Znuny (`[Ticket#2026070110000012]`), Freshdesk (`[#123]`), Salesforce
 * (`[ ref:…:ref ]`), ServiceNow (`INC0012345`), TOPdesk (`M2607 123`), Jira (`SEC-123`), and whatever says "ticket".
 */
const marks: readonly RegExp[] = [
  /\[(?:[A-Za-z0-9][A-Za-z0-9 ._/-]{0,30} ?)?#\d{1,18}\]/,
  /\[(?:Ticket|Case|Request|Incident|Zaak|Melding|Vorgang)[ #:№]{1,4}[A-Za-z0-9-]{0,12}\d[A-Za-z0-9-]{1,12}\]/i,
  /\[ ?ref:[A-Za-z0-9_.!-]{4,40}:ref ?\]/,
  /\b(?:INC|RITM|REQ|CS|SIR|TASK)\d{6,10}\b/,
  /(?<![\w-])[A-Z]{1,3} ?\d{4} ?-?\d{3,5}(?![\w-])/,
  /\b(?:Ticket|Case|Request|Zaak|Melding|Meldingsnummer|Vorgang|Vorgangsnummer|Incident)[ -]?(?:ID|nr\.?|nummer|number|No\.?)?[ :#]{1,3}[A-Z0-9-]{0,6}\d{3,18}\b/i,
  /(?<![\w-])[A-Z][A-Z0-9]{1,9}-\d{1,7}(?![\w-])/,
];

const longest = 60;

/**
 * The mark of a ticket in the subject of an answer, exactly as it stands there; null when there is none.
 *
 * @param ours the subject that is answered: what stands in it already is no mark of theirs
 */
export function findTicket(subject: string, ours: string): string | null {
  const text = subject.slice(0, 300);
  for (const mark of marks) {
    const found = text.match(new RegExp(mark.source, `${mark.flags}g`)) ?? [];
    const theirs = found.find((tag) => tag.length <= longest && !ours.includes(tag));
    if (theirs !== undefined && !/^(?:CVE|GHSA|TLP|RE|FW)\b/i.test(theirs)) return theirs;
  }
  return null;
}
