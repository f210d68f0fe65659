import type { OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { MailKeyKind } from "../notification/recipient-key.ts";

/** `asked`: a code was mailed, encrypted with it; `active`: mail is encrypted with it until it ends. */
export type ContactKeyState = "asked" | "active" | "ended";

/** A key of a contact of an organisation, which mail to it is encrypted with. */
export type ContactKey = {
  readonly id: string;
  readonly organisation: OrganisationId;
  readonly address: EmailAddress;
  readonly kind: MailKeyKind;
  /** Lower-case hexadecimal; of a certificate its SHA-256. */
  readonly fingerprint: string;
  /** In ASCII armor or PEM. */
  readonly publicPart: string;
  /** Null: never. */
  readonly expiresAt: Date | null;
};

/** How long the code that was mailed with a key can be typed. */
export const keyCodeMs = 7 * 24 * 60 * 60_000;

/** What that code is hashed with: that of another key or organisation does not fit. */
export function toKeyCodeText(
  { organisation, address, fingerprint }: ContactKey,
  code: string,
): string {
  return ["meldpunt-contact-key", organisation, address, fingerprint, code].join("\n");
}
