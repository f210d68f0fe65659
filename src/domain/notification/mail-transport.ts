import type { DeliveryId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { AttemptResult } from "./reply-class.ts";

/** A message on its way to one recipient. */
export type OutgoingMail = {
  readonly deliveryId: DeliveryId;
  readonly to: EmailAddress;
  /** The whole message as composed; sent as it is. */
  readonly bytes: Uint8Array;
};

/** Brings mail to a server. */
export type MailTransport = {
  /** Messages that may be on their way at once. */
  readonly concurrency: number;
  /**
   * Sends one message. `beforeContent` is awaited when the server is ready for the content and before the first byte of
   * it; when it throws, the connection is dropped, nothing was handed over, and its error is thrown on.
   */
  send(mail: OutgoingMail, beforeContent: () => Promise<void>): Promise<AttemptResult>;
  /** Whether the server has taken messages, by Message-ID; those of which it cannot be known are left out. */
  findAccepted(messageIds: readonly string[]): Promise<ReadonlyMap<string, boolean>>;
  close(): Promise<void>;
};
