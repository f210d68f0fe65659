import { meaningOf } from "../domain/incoming/bounce-meaning.ts";
import type { MailClass } from "../domain/incoming/mail-class.ts";
import type { MailEffect } from "../domain/incoming/received-mail.ts";
import { type Sql, transaction } from "../platform/database.ts";
import {
  countMailsFrom,
  leaseUnreadMails,
  lockUnread,
  saveMailFinding,
  type UnreadMail,
} from "../store/received-mails.ts";
import { saveTicket } from "../store/thread-tickets.ts";
import { acknowledgeFindings } from "./material/acknowledge-findings.ts";
import type { Basis } from "./material/basis.ts";
import { drawBounce, isPlain } from "./material/draw-bounce.ts";
import { drawComplaint } from "./material/draw-complaint.ts";
import type { DecideAgain, ListeningContext } from "./material/listening.ts";
import { type SortedMail, sortMail } from "./material/sort-mail.ts";

/** How many mails were looked into, by what they are. */
export type Heeded = Partial<Record<MailClass, number>>;

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Longer than name servers take to answer. */
const leaseMs = 5 * minuteMs;
const atOnce = 20;
/** A mail that cannot be looked into so often, or during which so many processes died, is left to a person. */
const mostAttempts = 3;
/** Whoever writes more often in a day about one notification is a machine that answers another, or wants to be. */
const mostADay = 20;

/**
 * Looks into every mail that was received, until none is left: what it is, and what follows from it. Any number of
 * processes may do this at once; what a mail is and what came of it is recorded in one transaction.
 *
 * No answer is ever sent by this: mail that programs write gets none (RFC 3834), people get one of a person.
 */
export async function heedMails(
  context: ListeningContext,
  decideAgain: DecideAgain,
): Promise<Heeded> {
  const { sql, clock, log } = context;
  const counts: Heeded = {};
  for (;;) {
    const mails = await leaseNext(sql, clock());
    if (mails.length === 0) return counts;
    for (const mail of mails) {
      if (mail.attempts >= mostAttempts) {
        await leaveToPerson(sql, mail);
        counts.unreadable = (counts.unreadable ?? 0) + 1;
        continue;
      }
      try {
        const heeded = await heed(context, decideAgain, mail);
        if (heeded !== null) counts[heeded] = (counts[heeded] ?? 0) + 1;
      } catch (error) {
        log.error({ mail: mail.id, err: error }, "a received mail cannot be looked into");
        if (mail.attempts + 1 >= mostAttempts) await leaveToPerson(sql, mail);
      }
    }
  }
}

/** What was begun before comes one by one: if one of them is the death of every process, the others are looked into all the same. */
async function leaseNext(sql: Sql, now: Date): Promise<UnreadMail[]> {
  const until = new Date(now.getTime() + leaseMs);
  const fresh = await leaseUnreadMails(sql, { now, until, limit: atOnce, fresh: true });
  if (fresh.length > 0) return fresh;
  return leaseUnreadMails(sql, { now, until, limit: 1, fresh: false });
}

async function heed(
  context: ListeningContext,
  decideAgain: DecideAgain,
  mail: UnreadMail,
): Promise<MailClass | null> {
  const sorted = await sortMail(context, mail);
  const basis = await context.readBasis();
  return transaction(
    context.sql,
    async (sql) => {
      if (!(await lockUnread(sql, mail.id))) return null;
      const isLoop = await repeatsItself(sql, sorted);
      const kind = isLoop ? "loop" : sorted.reading.class;
      const drawn = isLoop ? nothing : await draw(context, sql, decideAgain, basis, sorted);
      await saveMailFinding(sql, mail.id, {
        ...sorted.finding,
        class: kind,
        notification: (sorted.complaint?.notification ?? sorted.answered)?.id ?? null,
        state: drawn.isForPerson ? "waiting" : "noted",
        effects: drawn.effects,
      });
      return kind;
    },
    { attempts: 3 },
  );
}

type Drawn = { readonly effects: readonly MailEffect[]; readonly isForPerson: boolean };

const nothing: Drawn = { effects: [], isForPerson: false };
const forPerson: Drawn = { effects: [], isForPerson: true };

async function repeatsItself(sql: Sql, { mail, answered, finding }: SortedMail): Promise<boolean> {
  const { author } = finding;
  if (author === null || answered === null) return false;
  // By address: what anybody sends under a name to an address that everybody knows says nothing about who answers our mail.
  const { recipient } = mail;
  const since = new Date(mail.receivedAt.getTime() - dayMs);
  const count = await countMailsFrom(sql, author, { notification: answered.id, recipient, since });
  return count >= mostADay;
}

/** What follows from a mail; nothing but the signature in the address that it came to lets it change anything. */
async function draw(
  context: ListeningContext,
  sql: Sql,
  decideAgain: DecideAgain,
  basis: Basis,
  sorted: SortedMail,
): Promise<Drawn> {
  switch (sorted.reading.class) {
    case "bounce":
      return drawReturned(context, sql, decideAgain, basis, sorted);
    case "acknowledgement":
      return { effects: await drawAnswer(context, sql, sorted), isForPerson: false };
    case "person":
      return { effects: await drawAnswer(context, sql, sorted), isForPerson: true };
    case "absence":
      return sorted.finding.suggestion === "other-contact" ? forPerson : nothing;
    case "complaint": {
      const { complaint } = sorted;
      if (complaint?.type === "not-spam") return nothing;
      const effects = complaint === null ? [] : await drawComplaint(context, sql, complaint);
      return { effects, isForPerson: true };
    }
    case "challenge":
    case "unreadable":
      return forPerson;
    default:
      return nothing;
  }
}

/** No server tries for so long (RFC 5321 section 4.5.4.1 has some days). */
const longestWayMs = 14 * dayMs;

/**
 * Whether a mail was sent so long ago that no server brings it back any more: its return path stands in the head of every
 * copy, and who finds one years later could declare the address dead.
 */
function isTooLate({ receivedAt }: UnreadMail, { sentAt }: { readonly sentAt: Date }): boolean {
  return receivedAt.getTime() - sentAt.getTime() > longestWayMs;
}

async function drawReturned(
  context: ListeningContext,
  sql: Sql,
  decideAgain: DecideAgain,
  basis: Basis,
  { mail, returned, report, finding }: SortedMail,
): Promise<Drawn> {
  // Anybody can send what looks like a bounce: without the signature it is nothing.
  if (returned === null || report === null || mail.delivery === null) return nothing;
  const meaning = meaningOf(report);
  if (finding.isStandard !== true || !report.isOfAddress || !isPlain(meaning)) return forPerson;
  if (isTooLate(mail, returned)) return forPerson;
  const reason = `came back: ${finding.status ?? ""} ${report.diagnostic ?? ""}`
    .trim()
    .slice(0, 300);
  const { kind, address } = returned;
  const bounce = { kind, address, delivery: mail.delivery, meaning, reason };
  const effects = await drawBounce(context, sql, decideAgain, basis, bounce);
  const isOurFault = meaning === "ours" || meaning === "content";
  if (isOurFault)
    context.log.error(
      { delivery: mail.delivery, reason },
      "a mail came back for what it says or who we are",
    );
  return { effects, isForPerson: isOurFault };
}

async function drawAnswer(
  context: ListeningContext,
  sql: Sql,
  { mail, answered, isProven, finding }: SortedMail,
): Promise<MailEffect[]> {
  if (answered === null || !isProven) return [];
  const effects: MailEffect[] = [];
  const { ticket } = finding;
  if (ticket !== null && (await saveTicket(sql, answered.id, ticket, mail.receivedAt))) {
    effects.push("ticket-kept");
  }
  if (finding.isAligned === true) {
    const at = context.clock();
    const moved = await acknowledgeFindings(sql, answered.id, at);
    if (moved > 0) effects.push("acknowledged");
  }
  return effects;
}

async function leaveToPerson(sql: Sql, { id }: UnreadMail): Promise<void> {
  await saveMailFinding(sql, id, {
    ...{ class: "unreadable", state: "waiting", notification: null, effects: [] },
    ...{ author: null, subject: null, messageId: null, address: null, status: null, meaning: null },
    ...{ isStandard: null, ticket: null, suggestion: null, isAligned: null },
  });
}
