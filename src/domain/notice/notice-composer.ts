import type { Language } from "../finding/finding-type.ts";
import type { EmailAddress } from "../network/email-address.ts";
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

/** Renders a notice to the bytes of a mail; the same notice gives the same bytes. */
export type ComposeNotice = (notice: OutgoingNotice) => Promise<Uint8Array>;
