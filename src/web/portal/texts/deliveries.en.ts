import type { deliveriesNl } from "./deliveries.nl.ts";

/** What did not arrive, or may have. */
export const deliveriesEn: Readonly<Record<keyof typeof deliveriesNl, string>> = {
  "nav.deliveries": "Delivery",
  "deliveries.title": "What did not arrive, or may not have",
  "deliveries.intro":
    "Notification by notification: of which nobody knows whether it arrived, what did not arrive, and which mail servers ask for less.",
  "deliveries.key-doubtful": "{count, plural, one {mail in doubt} other {mails in doubt}}",
  "deliveries.key-dead": "{count, plural, one {did not arrive} other {did not arrive}}",
  "deliveries.key-slowed":
    "{count, plural, one {mail server asks for less} other {mail servers ask for less}}",
  "deliveries.doubtful": "In doubt: it may have arrived",
  "deliveries.doubtful-text":
    "The connection broke after the last byte. Look for the Message-ID in the log of the mail server and say what became of it; until then it is not sent again.",
  "deliveries.doubtful-none": "Of everything it is known whether it arrived.",
  "deliveries.tried": "Tried",
  "deliveries.message-id": "Message-ID",
  "deliveries.what-came": "What became of it?",
  "deliveries.arrived": "It arrived",
  "deliveries.lost": "It did not",
  "deliveries.confirm-title": "{number}: what became of it?",
  "deliveries.confirm-arrived":
    "You say that the mail server took this mail. It counts as delivered and is not sent again.",
  "deliveries.confirm-lost":
    "You say that the mail server never had this mail. It is sent again, with the same Message-ID.",
  "deliveries.confirm": "Yes, that is so",
  "deliveries.done-arrived": "Recorded: the mail has arrived.",
  "deliveries.done-lost": "Recorded: the mail is sent again.",
  "deliveries.settled": "This mail is not in doubt any more: somebody was first, or it turned out.",
  "deliveries.back": "Back to delivery",
  "deliveries.dead": "Did not arrive",
  "deliveries.dead-text":
    "This is not tried again. Its findings go to the next party that can act; where there is none they stay undeliverable.",
  "deliveries.dead-none": "In these days everything has arrived, or is still tried.",
  "deliveries.dead-caption": "What did not arrive, newest first",
  "deliveries.dead-more": "There is more than stands here: meldpunt delivery dead shows all of it.",
  "deliveries.days": "How far back",
  "deliveries.days-of": "{days, plural, one {# day} other {# days}}",
  "deliveries.show": "Show",
  "deliveries.failed-at": "Given up",
  "deliveries.channel": "Channel",
  "deliveries.attempts": "Attempts",
  "deliveries.why": "Why",
  "deliveries.no-answer": "Nothing answered.",
  "deliveries.elsewhere": "Somebody else was told",
  "deliveries.elsewhere-all": "of all",
  "deliveries.elsewhere-none": "of nothing yet",
  "deliveries.elsewhere-some": "of {told} out of {rows}",
  "deliveries.slowed": "Mail servers that ask for less",
  "deliveries.slowed-text":
    "Nothing is to be done: what waits goes by itself, as fast as the other side takes it.",
  "deliveries.slowed-none": "No mail server asks for less.",
  "deliveries.host": "Mail domain",
  "deliveries.since": "Since",
  "deliveries.waiting": "Waits",
};
