import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { getDomain } from "tldts";
import type { CheckAuthor } from "../../../domain/incoming/check-author.ts";
import { type DomainName, findDomainName } from "../../../domain/network/domain-name.ts";
import { findEmailAddress, mailDomainOf } from "../../../domain/network/email-address.ts";
import type { Clock } from "../../../platform/clock.ts";

/** TXT records of a name, each in its pieces; throws with the code of node:dns where there are none. */
export type ResolveTxt = (name: string) => Promise<string[][]>;

export type AuthorCheckSettings = {
  readonly clock: Clock;
  /** Domains where anybody can have a mailbox. */
  readonly freeMail: ReadonlySet<DomainName>;
  readonly resolve: ResolveTxt;
};

/**
 * Checks authors by their DKIM signatures: one author, one `From`, which is signed, with all of the body, by a key of
 * 1024 bits at least, in the exact reading of RFC 6376 and RFC 8301.
 */
export function makeAuthorCheck({ clock, freeMail, resolve }: AuthorCheckSettings): CheckAuthor {
  return async (bytes, notified) => {
    if (isCostly(bytes)) return false;
    const checked = await dkimVerify(Buffer.from(bytes), {
      strict: true,
      rejectRsaSha1: true,
      minBitLength: 1024,
      curTime: clock(),
      resolver: (name) => resolve(name),
    });
    const author = findEmailAddress(checked.headerFrom[0] ?? "");
    if (author === null || checked.headerFrom.length !== 1 || checked.fromFields !== 1)
      return false;
    const domain = mailDomainOf(author);
    if (freeMail.has(domain) || freeMail.has(mailDomainOf(notified))) {
      if (author !== notified) return false;
    } else if (!isSameOrganisation(domain, mailDomainOf(notified))) return false;
    const own = checked.results.filter(({ signingDomain }) => {
      const signer = findDomainName(signingDomain ?? "");
      return signer !== null && isSameOrganisation(signer, domain);
    });
    const whole = own.filter((result) => result.canonBodyLengthLimited !== true);
    if (whole.some(({ status }) => status.result === "pass")) return true;
    return own.some(({ status }) => status.result === "temperror") ? null : false;
  };
}

const mostHead = 262_144;
/** Of its domain, of those that it came by, of lists; each is a question to name servers that its writer chooses. */
const mostSignatures = 20;

/** Whether a head holds more than mail that people write: each signature may want another hash of all of the body. */
function isCostly(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends = [buffer.indexOf("\r\n\r\n"), buffer.indexOf("\n\n")].filter((end) => end >= 0);
  const end = Math.min(bytes.length, ...ends);
  if (end > mostHead) return true;
  const head = buffer.toString("latin1", 0, end);
  return (head.match(/^dkim-signature[ \t]*:/gim) ?? []).length > mostSignatures;
}

/** Whether two names belong under one registered name (relaxed alignment, RFC 9989 section 4.5). */
function isSameOrganisation(a: DomainName, b: DomainName): boolean {
  if (a === b) return true;
  const organisation = getDomain(a, { allowPrivateDomains: true });
  return organisation !== null && organisation === getDomain(b, { allowPrivateDomains: true });
}
