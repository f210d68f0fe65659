import type { RecipientKey } from "../../../domain/notification/recipient-key.ts";
import { toMailBytes, type WrittenMail } from "../mime/write-mail.ts";

/** What is known of a mail when it is signed. */
export type ProtectionWanted = {
  /** When it was composed; signatures are of then. */
  readonly at: Date;
  /** The recipient's, which also says in what form it reads signatures; null: none. */
  readonly key: RecipientKey | null;
  /** Whether it holds what may not be read on its way: tier 2 and above. */
  readonly secret: boolean;
};

/** Turns a written mail into the bytes that are sent: signed, and encrypted where it is secret. */
export type ProtectMail = (mail: WrittenMail, wanted: ProtectionWanted) => Promise<Buffer>;

/** For looking at mails; never for sending: what is secret would go as it is. */
export const leaveAsItIs: ProtectMail = async (mail) => toMailBytes(mail);
