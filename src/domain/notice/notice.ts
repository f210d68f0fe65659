import type { Language } from "../finding/finding-type.ts";
import type { OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";

/** What mail about the register can be about; each has a text in both languages (`data/templates/notices`). */
export const noticeKinds = [
  "claim-asked",
  "claim-code",
  "claim-active",
  "claim-stale",
  "claim-reminder",
  "claim-recovered",
  "claim-lapsed",
  "claim-revoked",
  "claim-rival",
  "custody-passed-on",
] as const;

export type NoticeKind = (typeof noticeKinds)[number];

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
