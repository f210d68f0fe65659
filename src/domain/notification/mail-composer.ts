import type { Bulk } from "./linked-file.ts";
import type { ComposedMail, Notification, NotificationRow, Recipient } from "./notification.ts";

/** Renders notifications for the channel that brings them. */
export type MailComposer = {
  /** Cuts ordered rows, at least one, into those of one mail each. */
  split(
    recipient: Recipient,
    rows: readonly NotificationRow[],
    bulk: Bulk,
  ): readonly (readonly NotificationRow[])[];
  /** The same notification gives the same bytes. */
  compose(notification: Notification): Promise<ComposedMail>;
};
