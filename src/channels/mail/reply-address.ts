import type { NotificationId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import { findSignedId, toSignedAddress } from "./signed-address.ts";

const use = { letter: "r", purpose: "reply address" };

/** Where answers to a notification go: `r+<notification>.<hmac>@…`. It says which, whatever the answer quotes. */
export function toReplyAddress(
  key: Buffer,
  notification: NotificationId,
  domain: string,
): EmailAddress {
  return toSignedAddress(key, use, notification, domain);
}

/** The notification that is answered; null when the address is not one of ours. */
export function findAnsweredNotification(
  key: Buffer,
  address: EmailAddress,
): NotificationId | null {
  return findSignedId(key, use, address) as NotificationId | null;
}
