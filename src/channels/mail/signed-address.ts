import { createHmac, timingSafeEqual } from "node:crypto";
import { type EmailAddress, findEmailAddress } from "../../domain/network/email-address.ts";
import { must } from "../../platform/errors.ts";

const macDigits = 20;
const localPart = /^([a-z])\+([0-9a-f]{32})\.([0-9a-f]{20})$/;

/** What a signed address is for: its first letter, and what its signature begins with. */
export type SignedUse = { readonly letter: string; readonly purpose: string };

/** `<letter>+<id>.<hmac>@…`: nobody without the key can make one up, and one is of no use as the other. */
export function toSignedAddress(
  key: Buffer,
  { letter, purpose }: SignedUse,
  id: string,
  domain: string,
): EmailAddress {
  const digits = id.replaceAll("-", "");
  const address = findEmailAddress(`${letter}+${digits}.${macOf(key, purpose, digits)}@${domain}`);
  return must(address, `${domain} is a mail domain`);
}

/** The UUID that an address is signed for; null when it is not one of these, or not signed with this key. */
export function findSignedId(
  key: Buffer,
  { letter, purpose }: SignedUse,
  address: EmailAddress,
): string | null {
  const local = address.slice(0, address.lastIndexOf("@"));
  const [, first, digits, mac] = localPart.exec(local) ?? [];
  if (first !== letter || digits === undefined || mac === undefined) return null;
  if (!timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(key, purpose, digits)))) return null;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function macOf(key: Buffer, purpose: string, digits: string): string {
  return createHmac("sha256", key).update(`${purpose} ${digits}`).digest("hex").slice(0, macDigits);
}
