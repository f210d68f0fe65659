import type { HoldReason } from "../decision/rung.ts";

/** Where an observation ended, or stands; the order is the code in the database. */
export const dispositions = [
  "pending",
  "delivered",
  "inCustody",
  "declined",
  "suppressed",
  "duplicate",
  "undeliverable",
  "withdrawn",
  "outOfScope",
  "heldForPerson",
] as const;

export type Disposition = (typeof dispositions)[number];

/** Code of a disposition in the database. */
export function dispositionCode(disposition: Disposition): number {
  return dispositions.indexOf(disposition);
}

/** Where a finding stands that the decision holds: the owner's own words are final, the rest waits for a person. */
export function heldDisposition(reason: HoldReason): Disposition {
  if (reason === "declined") return "declined";
  if (reason === "stopped") return "suppressed";
  return "heldForPerson";
}
