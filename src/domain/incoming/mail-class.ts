import type { EmailAddress } from "../network/email-address.ts";
import type { RecipientStatus } from "./delivery-status.ts";

/**
 * What a received mail is, in the order in which it is looked for (5-delivery.md, bounces and replies).
 *
 * - `loop`: mail of our own, or of a machine that answers ours again and again
 * - `bounce`, `delay`: what became of a delivery (RFC 3464); `receipt`: it arrived, was read (RFC 8098)
 * - `complaint`: about our mail (RFC 5965)
 * - `acknowledgement`: a program has it, under the number of a ticket mostly
 * - `absence`: somebody is out of office
 * - `challenge`: we are to prove that we are no machine; we are one
 * - `automatic`: from a program that says nothing of use: lists, newsletters
 * - `person`: anything else
 * - `unreadable`: it cannot be read; `too-large`: it was not taken in
 */
export const mailClasses = [
  "loop",
  "bounce",
  "delay",
  "receipt",
  "complaint",
  "acknowledgement",
  "absence",
  "challenge",
  "automatic",
  "person",
  "unreadable",
  "too-large",
] as const;

export type MailClass = (typeof mailClasses)[number];

/** What servers say of one mail, for each recipient. */
export type BounceReports = readonly [RecipientStatus, ...RecipientStatus[]];

/** What reading a mail came to. */
export type MailReading =
  | { readonly class: "loop" | "receipt" | "absence" | "challenge" | "automatic" }
  /** Of a bounce `isStandard` says whether it was read by the rules; else by its looks, which only a person may act on. */
  | {
      readonly class: "bounce" | "delay";
      readonly isStandard: boolean;
      /** One for each recipient; at least one. */
      readonly reports: BounceReports;
    }
  | {
      readonly class: "complaint";
      readonly type: string | null;
      readonly recipient: EmailAddress | null;
    }
  | { readonly class: "acknowledgement" }
  | { readonly class: "person" };
