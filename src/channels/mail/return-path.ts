import type { DeliveryId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import { findSignedId, toSignedAddress } from "./signed-address.ts";

const use = { letter: "b", purpose: "return path" };

/**
 * Where bounces of a delivery come back to: `b+<delivery>.<hmac>@…` (VERP). Without the key nobody can make up a bounce
 * that silences somebody else's address.
 */
export function toReturnPath(key: Buffer, delivery: DeliveryId, domain: string): EmailAddress {
  return toSignedAddress(key, use, delivery, domain);
}

/** The delivery that a bounce came back for; null when the address is not one of ours. */
export function findReturnedDelivery(key: Buffer, address: EmailAddress): DeliveryId | null {
  return findSignedId(key, use, address) as DeliveryId | null;
}
