import { tlpRank } from "../finding/tlp.ts";
import { deskRungs, type Notification, type NotificationRow } from "./notification.ts";

/** A customer of a provider, as far as we can tell them apart, and its rows. */
export type Customer = {
  /** Address, else name, in canonical form. */
  readonly object: string;
  /** Positions in the notification's rows, from 0, ascending; at least one. */
  readonly positions: readonly number[];
};

/** Customers that get a file each; gateways take many attachments for an attack. */
export const mostCustomerFiles = 20;

/**
 * Whether a notification goes to a network's desk, which has to find the customer: it gets its rows for machines too, and
 * ready to be passed on.
 */
export function isForDesk({
  recipient: { rung },
  role,
}: Pick<Notification, "recipient" | "role">): boolean {
  return role !== "informed" && deskRungs.some((known) => known === rung);
}

/**
 * The customers behind a notification, in the order of their first rows: whoever has the same address is one.
 *
 * Only of rows whose label lets them be passed on: TLP:AMBER+STRICT and TLP:RED end at the provider (TLP 2.0).
 */
export function listCustomers(
  rows: readonly Pick<NotificationRow, "address" | "name" | "tlp">[],
): Customer[] {
  const byObject = new Map<string, number[]>();
  rows.forEach(({ address, name, tlp }, position) => {
    const object = address ?? name;
    if (object === null || tlpRank(tlp) > tlpRank("AMBER")) return;
    const positions = byObject.get(object);
    if (positions === undefined) byObject.set(object, [position]);
    else positions.push(position);
  });
  return [...byObject].map(([object, positions]) => ({ object, positions }));
}
