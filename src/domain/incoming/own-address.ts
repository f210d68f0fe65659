import type { DeliveryId, NotificationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";

/**
 * What an address of ours stands for: the return path of one delivery, the reply address of one notification, or the
 * house itself. The first two are signed: whoever writes there was told the address by our mail.
 */
export type OwnAddress =
  | { readonly kind: "return-path"; readonly delivery: DeliveryId }
  | { readonly kind: "reply"; readonly notification: NotificationId }
  | { readonly kind: "house" };

/** Reads an address of ours; null for any other, and for one whose signature is not ours. */
export type ReadOwnAddress = (address: EmailAddress) => OwnAddress | null;
