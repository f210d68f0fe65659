import type { OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";

const dayMs = 24 * 60 * 60_000;

/** How long the code of a contact can be typed. */
export const contactCodeMs = 30 * dayMs;

/** A contact is asked again so long after somebody showed to read there. */
export const confirmEveryMs = 90 * dayMs;

/** Nobody is reminded more often. */
export const remindEveryMs = 30 * dayMs;

/** What the code of a contact is hashed with: that of another organisation or address does not fit. */
export function toContactText(
  organisation: OrganisationId,
  address: EmailAddress,
  code: string,
): string {
  return ["meldpunt-contact", organisation, address, code].join("\n");
}
