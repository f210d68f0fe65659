import type { OrganisationId } from "../ids.ts";
import { type EmailAddress, mailDomainOf } from "../network/email-address.ts";
import type { ResponseKind } from "./response.ts";

/** What of an answer says whether it can be carried out. */
export type CarryOut = {
  readonly kind: ResponseKind;
  readonly organisation: OrganisationId | null;
  /** Where whoever says it was told of findings. */
  readonly told: readonly { readonly address: EmailAddress }[];
};

/**
 * Whether one act of a person does what an answer asks for: silencing the address that was told, or replacing the contact of
 * whoever is registered. Whose contact we only found has it published by others.
 */
export function canCarryOut({ kind, organisation, told }: CarryOut): boolean {
  if (told.length === 0) return false;
  return kind === "stop" || (kind === "other-contact" && organisation !== null);
}

/**
 * Whether a person has to find out by another way that it is meant so: whoever was sent a mail on has its link as well, and
 * another contact at another mail domain would get everything from then on (T6).
 */
export function needsCheck(
  { kind, told }: CarryOut,
  detail: Readonly<Record<string, string | null>>,
): boolean {
  const address = detail.address ?? null;
  if (kind !== "other-contact" || address === null) return false;
  const domain = mailDomainOf(address as EmailAddress);
  return told.some(({ address }) => mailDomainOf(address) !== domain);
}
