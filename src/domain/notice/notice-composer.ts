import type { Language } from "../finding/finding-type.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { RecipientKey } from "../notification/recipient-key.ts";
import type { NoticeKind } from "./notice.ts";

/** A notice as it goes out. */
export type OutgoingNotice = {
  /** UUID. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly address: EmailAddress;
  readonly language: Language;
  readonly data: Readonly<Record<string, string>>;
  readonly messageId: string;
  readonly queuedAt: Date;
};

/**
 * Renders a notice to the bytes of a mail; the same notice gives the same bytes, unless it is encrypted.
 *
 * @param key what it is encrypted with; null: nothing
 */
export type ComposeNotice = (
  notice: OutgoingNotice,
  key: RecipientKey | null,
) => Promise<Uint8Array>;
