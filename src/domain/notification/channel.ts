import type { DeliveryId, NotificationId } from "../ids.ts";
import type { ReplyClass } from "./reply-class.ts";

/** Ways by which notifications go. */
export const channelNames = ["mail", "webhook", "pull", "folder"] as const;

export type ChannelName = (typeof channelNames)[number];

/** A notification on its way, as it was rendered for this channel. */
export type Parcel<Destination> = {
  readonly deliveryId: DeliveryId;
  readonly notificationId: NotificationId;
  readonly to: Destination;
  /** Sent as they are. */
  readonly bytes: Uint8Array;
};

/** What came of an attempt. */
export type ChannelAnswer = {
  readonly outcome: ReplyClass;
  /** Status of SMTP or HTTP; null when nothing answered. */
  readonly code: number | null;
  /** RFC 3463; null for all but mail. */
  readonly enhanced: string | null;
  /** What the other side said; null when nothing answered. */
  readonly text: string | null;
  /** What went wrong in our own words or our library's, where nothing answered. */
  readonly fault: string | null;
  /** The other side asks not to be tried again before. */
  readonly notBefore: Date | null;
  /** Whether nobody was there at all. */
  readonly absent: boolean;
};

/** What can be found out about a parcel of which nobody knows whether it arrived; `repeatable`: once more does no harm. */
export type Doubt = "arrived" | "not-arrived" | "repeatable" | "nobody-knows";

/**
 * Brings notifications to recipients. The outbox is the same for all: leases, an attempt written down before the content
 * goes out, outcomes, retries.
 */
export type Channel<Destination> = {
  readonly name: ChannelName;
  /** Parcels that may be on their way at once. */
  readonly concurrency: number;
  /**
   * Brings one parcel. `beforeContent` is awaited before the first byte of the content goes out; when it throws, nothing was
   * handed over, and its error is thrown on.
   */
  send(parcel: Parcel<Destination>, beforeContent: () => Promise<void>): Promise<ChannelAnswer>;
  /** What became of parcels in doubt, by their Message-IDs; each of them has an answer. */
  settleDoubts(messageIds: readonly string[]): Promise<ReadonlyMap<string, Doubt>>;
};
