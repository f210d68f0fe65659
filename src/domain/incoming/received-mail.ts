import type { Brand } from "../brand.ts";

/** UUIDv7 of a mail that was received. */
export type ReceivedMailId = Brand<string, "ReceivedMailId">;

/** The way on which a mail came in. */
export type MailWay = "lmtp" | "smtp" | "imap";

/** A mail as it came: its bytes, and what the envelope says. */
export type ArrivedMail = {
  readonly via: MailWay;
  /** Whom the envelope names to answer to; null where nobody (`<>`), or where the envelope is lost. */
  readonly sender: string | null;
  /** All addresses that it may have come to: of the envelope, or of its head where that is lost. */
  readonly recipients: readonly string[];
  readonly bytes: Uint8Array;
};

/** The largest mail that is taken in, in bytes: a list of findings is sent as a report, not to the mailbox. */
export const mostMailBytes = 10_000_000;

/**
 * What came of a received mail:
 *
 * - `next-rung`: its delivery counts as failed, somebody else is asked
 * - `address-dead`, `address-soft`: what its address is from now on
 * - `contact-told`: another contact of the organisation was told so
 * - `acknowledged`: findings of its notification are
 * - `ticket-kept`: later subjects of the thread carry its mark
 * - `answered`: a person of ours wrote back
 * - `report-taken`: a finder's signed files were taken in
 * - `complained`: it is a complaint of whom we mailed, and counts for the brakes
 * - `digests-stopped`: its address gets no more of what need not go at once
 * - `response-recorded`: a person of ours took it for an answer about the findings
 */
export const mailEffects = [
  "next-rung",
  "address-dead",
  "address-soft",
  "contact-told",
  "acknowledged",
  "ticket-kept",
  "answered",
  "response-recorded",
  "report-taken",
  "complained",
  "digests-stopped",
] as const;

export type MailEffect = (typeof mailEffects)[number];

/** Whether somebody has to look at it: not yet known, nobody, a person, no more. */
export const mailStates = ["unread", "noted", "waiting", "settled"] as const;

export type MailState = (typeof mailStates)[number];
