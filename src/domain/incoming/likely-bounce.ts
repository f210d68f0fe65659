import { type EmailAddress, findEmailAddress } from "../network/email-address.ts";
import { findStatus, type RecipientStatus } from "./delivery-status.ts";
import { headerOf, type ParsedMail } from "./parsed-mail.ts";

const daemons =
  /^(?:mailer-daemon|postmaster|mail-daemon|mdaemon|mailerdaemon|microsoftexchange[0-9a-f]*)@/i;
const subjects =
  /\b(?:undeliver(?:able|ed)|undelivered mail|delivery (?:status notification|failure|has failed|failed|problem|error|report)|returned mail|returned to sender|mail delivery (?:failed|failure|system)|failure notice|nondeliverable|non[- ]?delivery|could not be delivered|message (?:status|not delivered)|onbestelbaar|niet (?:bezorgd|bestelbaar|afgeleverd)|unzustellbar\w*|zustellung|warning: (?:message|could not send)|delayed|still being retried|vertraagd|verzögert)\b/i;
const texts =
  /\b(?:this is the qmail-send program|could not be delivered|undeliverable|delivery to the following recipients? failed|following address(?:es)? failed|permanent (?:fatal )?errors?|user unknown|unknown user|no such user|mailbox (?:is )?(?:full|unavailable|not found)|over quota|recipient (?:address )?rejected|transient non-?fatal errors|message delayed|kon niet worden (?:bezorgd|afgeleverd)|konnte nicht zugestellt werden|not listed in (?:domino|public|the) )/i;
const delays =
  /\b(?:delay(?:ed)?|will (?:be retried|retry|keep trying|continue to (?:try|be tried))|do not need to resend|still being retried|vertraagd|verzögert|transient non-?fatal|warning: message)\b/i;
const unknownUser =
  /\b(?:user unknown|unknown user|no such (?:user|mailbox|recipient)|does not exist|doesn't exist|not listed in (?:domino|public|the)|mailbox not found|address (?:not found|unknown)|bestaat niet|existiert nicht|unrouteable address)\b/i;
const fullMailbox =
  /\b(?:quota|mailbox (?:is )?full|mailbox vol|postfach (?:ist )?voll|storage)\b/i;

/**
 * A note about a delivery that follows no standard, as far as its looks tell: a guess, for a person to look at. Null
 * when it does not look like one.
 *
 * @param isLikely it came without a sender to the return path of a delivery, as bounces do
 */
export function findLikelyBounce(mail: ParsedMail, isLikely: boolean): RecipientStatus | null {
  const { subject } = mail;
  const text = mail.text.slice(0, 8000);
  const failed = headerOf(mail, "x-failed-recipients");
  const isDaemon = mail.authors.some((author) => daemons.test(author));
  const says = subjects.test(subject) || texts.test(text);
  if (failed === null && !((isDaemon || isLikely) && says)) return null;
  const about = `${subject}\n${text}`;
  const isDelay = delays.test(subject) || (delays.test(text) && !/\bpermanent/i.test(text));
  const recipient = findFirstAddress(failed ?? "") ?? findFirstAddress(text);
  return {
    final: recipient,
    original: null,
    action: isDelay ? "delayed" : "failed",
    status: findStatus(about) ?? toStatus(about, isDelay),
    diagnostic:
      text
        .match(/^.*\b[45]\d\d[ -].*$/m)?.[0]
        ?.trim()
        .slice(0, 500) ?? null,
  };
}

/** What the words stand for where no code is given. */
function toStatus(text: string, isDelay: boolean): string | null {
  if (isDelay) return "4.0.0";
  if (unknownUser.test(text)) return "5.1.1";
  return fullMailbox.test(text) ? "5.2.2" : null;
}

/** The first address that is no machine's. */
function findFirstAddress(text: string): EmailAddress | null {
  for (const [found] of text.matchAll(/[A-Za-z0-9._%+=-]{1,64}@[A-Za-z0-9.-]{3,200}/g)) {
    const address = findEmailAddress(found.replace(/\.+$/, ""));
    if (address !== null && !daemons.test(address)) return address;
  }
  return null;
}
