import type { EmailAddress } from "../network/email-address.ts";
import { isAutomatic, isTicketSystem } from "./automatic-mail.ts";
import { meaningOf } from "./bounce-meaning.ts";
import { readDeliveryStatus } from "./delivery-status.ts";
import { readFeedbackReport } from "./feedback-report.ts";
import { findLikelyBounce } from "./likely-bounce.ts";
import type { BounceReports, MailReading } from "./mail-class.ts";
import { headerOf, type ParsedMail, partOf } from "./parsed-mail.ts";
import { findTicket } from "./ticket-number.ts";

/** What is known of a mail besides what stands in it. */
export type MailSurroundings = {
  /** The envelope names nobody to answer to. */
  readonly hasNullSender: boolean;
  /** It came to the return path of a delivery. */
  readonly isReturned: boolean;
  /** From which we send ourselves. */
  readonly ownAddresses: ReadonlySet<EmailAddress>;
  /** The subject of the mail that is answered; empty where none is known. */
  readonly answeredSubject: string;
};

/** Sorts a mail: what the rules say first, then what programs say of themselves, then a person. Never throws. */
export function classifyMail(mail: ParsedMail, surroundings: MailSurroundings): MailReading {
  if (isOwnMail(mail, surroundings)) return { class: "loop" };
  return (
    readReport(mail) ??
    readLikely(mail, surroundings) ??
    readAutomatic(mail, surroundings) ?? { class: "person" }
  );
}

/** Mail of ours that came back as it went out. */
function isOwnMail(mail: ParsedMail, { ownAddresses }: MailSurroundings): boolean {
  return mail.authors.length > 0 && mail.authors.every((author) => ownAddresses.has(author));
}

/** By the parts that the standards define; their presence counts, since many servers get the rest wrong. */
function readReport(mail: ParsedMail): MailReading | null {
  const status = partOf(mail, ["message/delivery-status", "message/global-delivery-status"]);
  if (status !== null) {
    const [first, ...others] = readDeliveryStatus(status);
    if (first !== undefined) return toNote([first, ...others]);
  }
  const feedback = partOf(mail, ["message/feedback-report"]);
  if (feedback !== null) return { class: "complaint", ...readFeedbackReport(feedback) };
  const disposition = partOf(mail, [
    "message/disposition-notification",
    "message/global-disposition-notification",
  ]);
  return disposition === null ? null : { class: "receipt" };
}

function toNote(reports: BounceReports): MailReading {
  const meanings = reports.map(meaningOf);
  if (meanings.every((meaning) => meaning === "arrived")) return { class: "receipt" };
  const isDelay = meanings.every((meaning) => meaning === "delayed" || meaning === "arrived");
  return { class: isDelay ? "delay" : "bounce", isStandard: true, reports };
}

function readLikely(mail: ParsedMail, surroundings: MailSurroundings): MailReading | null {
  const { hasNullSender, isReturned } = surroundings;
  const likely = findLikelyBounce(mail, hasNullSender && isReturned);
  if (likely === null) return null;
  const isDelay = meaningOf(likely) === "delayed";
  return { class: isDelay ? "delay" : "bounce", isStandard: false, reports: [likely] };
}

const absent =
  /\b(?:out of (?:the )?office|on vacation|on holiday|on leave|annual leave|absence|afwezig\w*|niet aanwezig|met vakantie|op vakantie|vakantie|met verlof|buiten kantoor|abwesen\w*|nicht im (?:b(?:ü|ue)ro|haus)|im urlaub|urlaub|absent du bureau|absence du bureau|currently (?:away|unavailable|out)|maternity leave|zwangerschapsverlof|elternzeit)\b/i;
const acknowledged =
  /\b(?:autoreply|auto-reply|auto response|has been (?:received|registered|created|opened|logged)|(?:have|we've) received your|received your (?:e-?mail|message|report|request)|thank you for (?:your|contacting)|ontvangstbevestiging|(?:hebben|heeft) (?:uw|je|jouw) .{0,40}ontvangen|is (?:ontvangen|geregistreerd|aangemaakt)|bedankt voor (?:uw|je)|in goede orde|nehmen wir uns|eingegangen|vielen dank f(?:ü|ue)r|ticket (?:created|opened|aangemaakt)|wurde (?:angelegt|erstellt|registriert)|automatische bevestiging|request received)\b/i;
const challenged =
  /\b(?:confirm (?:that )?you(?:'re| are) (?:not a (?:robot|machine)|human|a person)|(?:click|follow|use) (?:on )?(?:the|this) link .{0,80}(?:deliver|release|approve)|sender verification|challenge[- ]response|verify your (?:e-?mail )?address (?:to|before)|awaiting (?:verification|confirmation)|spamarrest|boxbe|tmda|bevestig (?:dat u|uw (?:bericht|afzender))|(?:nur|just) (?:ein(?:malig|mal)|this once)|must be verified)\b/i;

/** What a program wrote, by what it says of itself; null where nothing says that one did. */
function readAutomatic(mail: ParsedMail, surroundings: MailSurroundings): MailReading | null {
  const { subject } = mail;
  const text = `${subject}\n${mail.text.slice(0, 4000)}`;
  const ticket = findTicket(subject, surroundings.answeredSubject);
  const isMachine = isAutomatic(mail, surroundings.hasNullSender);
  if (!isMachine) {
    if (isTicketSystem(mail) && ticket !== null && /\bauto-?reply\b/i.test(subject))
      return { class: "acknowledgement" };
    return isAbsence(mail) ? { class: "absence" } : null;
  }
  if (isChallenge(mail, text)) return { class: "challenge" };
  if (isAbsence(mail)) return { class: "absence" };
  if (ticket !== null || acknowledged.test(text)) return { class: "acknowledgement" };
  return absent.test(text) ? { class: "absence" } : { class: "automatic" };
}

/** By its subject: whoever is away mostly says so there, and texts of tickets speak of opening hours, too. */
function isAbsence(mail: ParsedMail): boolean {
  const { subject } = mail;
  if (absent.test(subject)) return true;
  const isAnswer =
    /^(?:automatic reply|automatisch antwoord|automatische antwort|réponse automatique|autosvar|auto(?:matic)? ?response|auto ?reply|vacation)\s*:/i.test(
      subject,
    );
  return (
    (isAnswer || headerOf(mail, "x-vacation") !== null) && absent.test(mail.text.slice(0, 4000))
  );
}

function isChallenge(mail: ParsedMail, text: string): boolean {
  const names = ["x-challenge", "x-boxbe-challenge", "x-spamarrest-verify", "x-tmda-fingerprint"];
  return names.some((name) => headerOf(mail, name) !== null) || challenged.test(text);
}
