import type { ReadOwnAddress } from "../../../domain/incoming/own-address.ts";
import type { Instance } from "../../../domain/instance.ts";
import {
  type EmailAddress,
  findEmailAddress,
  mailDomainOf,
} from "../../../domain/network/email-address.ts";
import { findAnsweredNotification } from "../reply-address.ts";
import { findReturnedDelivery } from "../return-path.ts";

/** Names that every mail domain answers at (RFC 2142 sections 4 and 5, RFC 5321 section 4.5.1). */
const usualNames = ["postmaster", "abuse", "security", "mailer-daemon"];

/** From which this installation sends, and at which people write to it. */
export function listHouseAddresses({
  sender,
  contact,
}: Pick<Instance, "sender" | "contact">): Set<EmailAddress> {
  return new Set([sender.address, contact.email]);
}

/** Reads the addresses of this installation; the key is that of return paths. */
export function makeOwnAddresses(
  { sender, contact }: Pick<Instance, "sender" | "contact">,
  key: Buffer,
): ReadOwnAddress {
  const house = listHouseAddresses({ sender, contact });
  for (const name of usualNames) {
    const address = findEmailAddress(`${name}@${sender.returnPathDomain}`);
    if (address !== null) house.add(address);
  }
  return (address) => {
    if (house.has(address)) return { kind: "house" };
    if (mailDomainOf(address) !== sender.returnPathDomain) return null;
    const delivery = findReturnedDelivery(key, address);
    if (delivery !== null) return { kind: "return-path", delivery };
    const notification = findAnsweredNotification(key, address);
    return notification === null ? null : { kind: "reply", notification };
  };
}
