import type { EmailAddress } from "../network/email-address.ts";

/**
 * Whether the domain of the author signed a mail (DKIM, RFC 6376) and is the domain of `notified`, as DMARC aligns names
 * (RFC 9989); with a provider of free mail it has to be the very address. Null when nobody could tell: name servers did
 * not answer.
 *
 * @param bytes the mail as it came; what reading made of it is no good for signatures
 */
export type CheckAuthor = (bytes: Uint8Array, notified: EmailAddress) => Promise<boolean | null>;
