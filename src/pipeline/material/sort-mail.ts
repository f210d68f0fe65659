import type { NotificationId } from "../../domain/ids.ts";
import { meaningOf, preciseStatus } from "../../domain/incoming/bounce-meaning.ts";
import { classifyMail } from "../../domain/incoming/classify-mail.ts";
import { type Complained, readComplaint } from "../../domain/incoming/complaint.ts";
import type { RecipientStatus } from "../../domain/incoming/delivery-status.ts";
import type { MailReading } from "../../domain/incoming/mail-class.ts";
import { headerOf, type ParsedMail } from "../../domain/incoming/parsed-mail.ts";
import { suggestResponse } from "../../domain/incoming/suggest-response.ts";
import { findTicket } from "../../domain/incoming/ticket-number.ts";
import { findPublicNumber } from "../../domain/notification/public-number.ts";
import { openSealedBytes } from "../../platform/sealed-bytes.ts";
import type { MailFinding, UnreadMail } from "../../store/received-mails.ts";
import {
  type AnsweredNotification,
  findAnswered,
  findNamed,
  findReturned,
  type Returned,
} from "../../store/returned-deliveries.ts";
import { type ListeningContext, receivedKeyOf } from "./listening.ts";

/** A mail that was looked into; nothing has come of it yet. */
export type SortedMail = {
  readonly mail: UnreadMail;
  readonly reading: MailReading | { readonly class: "unreadable" };
  /** What its return path proves that it is about; null where it came to another address. */
  readonly returned: Returned | null;
  /** What it answers. */
  readonly answered: AnsweredNotification | null;
  /** Whether its address proves that, and not only its own words. */
  readonly isProven: boolean;
  /** What the server said of the delivery; null where it is no bounce of it. */
  readonly report: ReportOnDelivery | null;
  /** What it complains of, where that is a mail of ours that can be told; else null. */
  readonly complaint: ProvenComplaint | null;
  readonly finding: Pick<
    MailFinding,
    | "author"
    | "subject"
    | "messageId"
    | "address"
    | "status"
    | "meaning"
    | "isStandard"
    | "ticket"
    | "suggestion"
    | "isAligned"
  >;
};

/** What a bounce says of the delivery that it came back for, and whether it is about its very address. */
export type ReportOnDelivery = RecipientStatus & { readonly isOfAddress: boolean };

/** A complaint of a mail that we did send, to the very address that it was for. */
export type ProvenComplaint = {
  readonly type: string | null;
  readonly notification: AnsweredNotification;
  /** Whether a return path says so: else only what stands in the mail, for everybody whom it was sent on to. */
  readonly isSigned: boolean;
};

/** More of a mail is not looked at. */
const mostRead = 4_000_000;

/** Opens a mail, reads it, and finds out what it is and what it is about; may ask name servers, changes nothing. */
export async function sortMail(context: ListeningContext, mail: UnreadMail): Promise<SortedMail> {
  const { sql, masterKey, readMail, houseAddresses } = context;
  const bytes = openSealedBytes(receivedKeyOf(masterKey), mail.id, mail.content);
  const parsed = await readMail(bytes.subarray(0, mostRead));
  const returned = mail.delivery === null ? null : await findReturned(sql, mail.delivery);
  const proven = mail.notification ?? returned?.notification ?? null;
  if (parsed === null) return unreadable(mail, returned);
  const answered =
    proven === null ? await findByWords(context, parsed) : await findAnswered(sql, proven);
  const reading = classifyMail(parsed, {
    hasNullSender: mail.hasNullSender,
    isReturned: mail.delivery !== null,
    ownAddresses: houseAddresses,
    answeredSubject: answered?.subject ?? "",
  });
  const report = toReport(reading, returned);
  const complained = reading.class === "complaint" ? readComplaint(parsed) : null;
  const isProven = proven !== null && answered !== null;
  const maySpeak = reading.class === "acknowledgement" || reading.class === "person";
  return {
    mail,
    reading,
    returned,
    answered,
    isProven,
    report,
    complaint:
      complained === null
        ? null
        : await findComplaint(context, complained, returned, mail.notification),
    finding: {
      author: parsed.authors[0] ?? null,
      subject: parsed.subject,
      messageId: parsed.messageId,
      address: returned?.address ?? null,
      status: report === null ? null : preciseStatus(report),
      meaning: report === null ? null : meaningOf(report),
      isStandard: "isStandard" in reading ? reading.isStandard : null,
      ticket: maySpeak ? findTicket(parsed.subject, answered?.subject ?? "") : null,
      suggestion: hasWords(reading) ? suggestResponse(parsed.text) : null,
      isAligned:
        maySpeak && isProven && headerOf(parsed, "dkim-signature") !== null
          ? await context.checkAuthor(bytes, answered.address)
          : false,
    },
  };
}

function hasWords({ class: kind }: MailReading): boolean {
  return kind === "person" || kind === "absence" || kind === "complaint";
}

/** By the Message-IDs that it answers, else by a number in its subject: good enough to lay it there, for nothing else. */
function findByWords(
  { sql, instance }: ListeningContext,
  mail: ParsedMail,
): Promise<AnsweredNotification | null> {
  const words = mail.subject.slice(0, 300).split(/[\s,;:()[\]<>"']+/);
  const numbers = words.map((word) => findPublicNumber(instance.numberPrefix, word));
  const quoted = mail.parts.flatMap(
    ({ text }) => /^message-id:\s*(<[^<>\s]{3,300}>)/im.exec(text)?.[1] ?? [],
  );
  return findNamed(
    sql,
    [...mail.answers, ...quoted],
    numbers.find((number) => number !== null) ?? null,
  );
}

/**
 * What a complaint is about: the return path that it came to, or that the mail had, else the Message-ID of the mail. One that
 * names another recipient is about a mail that was sent on: that is none of ours.
 */
async function findComplaint(
  { sql, readAddress }: ListeningContext,
  { type, recipient, senders, messageId }: Complained,
  returned: Returned | null,
  answered: NotificationId | null,
): Promise<ProvenComplaint | null> {
  const deliveries = senders.map(readAddress).filter((own) => own?.kind === "return-path");
  const [signed] = deliveries;
  const about =
    returned ?? (signed === undefined ? null : await findReturned(sql, signed.delivery));
  const proven = about?.notification ?? answered;
  const notification =
    proven === null
      ? await findNamed(sql, messageId === null ? [] : [messageId], null)
      : await findAnswered(sql, proven);
  if (notification === null) return null;
  if (recipient !== null && recipient !== notification.address) return null;
  return { type, notification, isSigned: about !== null };
}

/** The report about the delivery's own address; else the first, which is about another that it was sent on to. */
function toReport(reading: MailReading, returned: Returned | null): ReportOnDelivery | null {
  if (reading.class !== "bounce" && reading.class !== "delay") return null;
  const { reports } = reading;
  const address = returned?.address ?? null;
  const own =
    reports.find(({ final }) => final !== null && final === address) ??
    reports.find(
      ({ final, original }) => final === null && original !== null && original === address,
    );
  return own === undefined ? { ...reports[0], isOfAddress: false } : { ...own, isOfAddress: true };
}

function unreadable(mail: UnreadMail, returned: Returned | null): SortedMail {
  return {
    mail,
    reading: { class: "unreadable" },
    returned,
    answered: null,
    isProven: false,
    report: null,
    complaint: null,
    finding: {
      author: null,
      subject: null,
      messageId: null,
      address: returned?.address ?? null,
      status: null,
      meaning: null,
      isStandard: null,
      ticket: null,
      suggestion: null,
      isAligned: false,
    },
  };
}
