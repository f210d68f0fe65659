import type { Language } from "../finding/finding-type.ts";
import type { EmailAddress } from "../network/email-address.ts";

/** What a recipient can say about a finding that it was told of (2-domain.md, response). */
export const responseKinds = [
  "fixed",
  "working",
  "forwarded",
  "not-ours",
  "false-positive",
  "accepted",
  "other-contact",
  "stop",
  "contact-us",
] as const;

export type ResponseKind = (typeof responseKinds)[number];

/** Why there is nothing, as somebody says who was told that there is something. */
export const falsePositiveReasons = [
  "nothing-there",
  "not-vulnerable",
  "already-patched",
  "intended",
  "test-or-decoy",
  "other",
] as const;

export type FalsePositiveReason = (typeof falsePositiveReasons)[number];

/** A word about findings. What is fixed is claimed, not known: only a re-check or a complete report verifies it. */
export type Response =
  | { readonly kind: "fixed" }
  /** Reminders wait until then; null: as long as usual. */
  | { readonly kind: "working"; readonly until: Date | null }
  /** "I only host": passed on to whoever can act, whom it may name. */
  | { readonly kind: "forwarded"; readonly to: string | null }
  | { readonly kind: "not-ours"; readonly reason: string | null }
  | {
      readonly kind: "false-positive";
      readonly because: FalsePositiveReason;
      readonly reason: string;
    }
  | { readonly kind: "accepted"; readonly until: Date; readonly reason: string }
  /** Where or in which language it wants to hear of it: at least one of them. */
  | {
      readonly kind: "other-contact";
      readonly address: EmailAddress | null;
      readonly language: Language | null;
    }
  /** No more messages to this address; `reason` null: it gives none. */
  | { readonly kind: "stop"; readonly reason: string | null }
  | { readonly kind: "contact-us"; readonly message: string };

/** The longest text of an answer. */
export const mostResponseText = 2000;

/** The instant that an answer holds until; null where it names none. */
export function untilOf(response: Response): Date | null {
  return response.kind === "working" || response.kind === "accepted" ? response.until : null;
}

/** What belongs to the kind, to be kept as JSON; equal answers give equal texts. */
export function toResponseDetail(response: Response): Readonly<Record<string, string | null>> {
  switch (response.kind) {
    case "fixed":
      return {};
    case "working":
      return {};
    case "forwarded":
      return { to: response.to };
    case "not-ours":
    case "stop":
      return { reason: response.reason };
    case "false-positive":
      return { because: response.because, reason: response.reason };
    case "accepted":
      return { reason: response.reason };
    case "other-contact":
      return { address: response.address, language: response.language };
    case "contact-us":
      return { message: response.message };
  }
}
