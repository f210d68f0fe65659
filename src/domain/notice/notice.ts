import type { Language } from "../finding/finding-type.ts";
import type { OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";

/**
 * What mail about the register can be about, and what its text is filled with; each has one in both languages
 * (`data/templates/notices`). `until` is an instant or nothing, `reason` of a claim or relation one
 * of the reasons of its standing, `informed` something or nothing. Of an answer in a thread `answers` are the Message-IDs
 * that it answers, with blanks between them, the last the nearest, and `replyTo` where the next one goes.
 */
export const noticeVariables = {
  "claim-asked": ["asset", "organisation"],
  "claim-code": ["asset", "code"],
  "claim-active": ["asset", "reason", "until"],
  "claim-stale": ["asset", "reason", "until"],
  "claim-reminder": ["asset", "reason", "until"],
  "claim-recovered": ["asset", "reason", "until"],
  "claim-lapsed": ["asset", "reason", "until"],
  "claim-revoked": ["asset", "reason", "until"],
  "claim-rival": ["asset", "reason", "until"],
  "thread-answer": ["subject", "text", "name", "verifyPage", "answers", "replyTo"],
  "custody-passed-on": ["notification", "rows", "reason"],
  "registration-code": ["name", "registration", "code"],
  "registration-question": ["name", "question"],
  "registration-accepted": ["name", "organisation"],
  "registration-declined": ["name", "reason"],
  "contact-code": ["organisation", "address", "code"],
  "relation-asked": ["member", "intermediary", "informed", "until"],
  "relation-active": ["member", "intermediary", "informed", "until"],
  "relation-informed": ["member", "intermediary", "informed"],
  "relation-stale": ["member", "intermediary", "until"],
  "relation-recovered": ["member", "intermediary"],
  "relation-ended": ["member", "intermediary", "reason"],
  "members-due": ["members", "until"],
  "contact-reminder": ["organisation", "address", "code"],
  "contact-unconfirmed": ["organisation", "address"],
  "contact-silent": ["organisation", "address", "mails"],
  "contact-bounces": ["organisation", "address"],
  "contact-key-code": ["organisation", "address", "fingerprint", "code"],
  "contact-key-ending": ["organisation", "address", "fingerprint", "until"],
  "own-key-ending": ["key", "until"],
  "organisation-change-asked": ["organisation", "fields"],
  "organisation-changed": ["organisation", "fields"],
  "finder-code": ["name", "finder", "code"],
  "finder-vetted": ["name", "finder"],
  "finder-declined": ["name", "reason"],
  "finder-outcome": ["name", "reports"],
  "finder-distrusted": ["finder", "type"],
  "finder-recalled": ["name", "reports", "findings", "reason"],
  "response-done": ["answer", "asked", "address"],
  "response-refused": ["answer", "asked", "reason"],
  "endpoint-active": ["organisation", "endpoint", "way"],
  "endpoint-disabled": ["organisation", "endpoint", "because"],
} as const satisfies Record<string, readonly string[]>;

export type NoticeKind = keyof typeof noticeVariables;

/** Mail about the register to one address: never about findings. */
export type Notice = {
  readonly kind: NoticeKind;
  /** Queued once for whatever this names; null: always anew. */
  readonly once: string | null;
  readonly organisation: OrganisationId | null;
  readonly address: EmailAddress;
  readonly language: Language;
  /** What the text is filled with. */
  readonly data: Readonly<Record<string, string>>;
};
