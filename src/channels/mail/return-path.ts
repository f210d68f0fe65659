import { createHmac, timingSafeEqual } from "node:crypto";
import type { DeliveryId } from "../../domain/ids.ts";
import { type EmailAddress, findEmailAddress } from "../../domain/network/email-address.ts";
import { must } from "../../platform/errors.ts";

const macDigits = 20;
const localPart = /^b\+([0-9a-f]{32})\.([0-9a-f]{20})$/;

/**
 * Where bounces of a delivery come back to: `b+<delivery>.<hmac>@…` (VERP). Without the key nobody can make up a bounce
 * that silences somebody else's address.
 */
export function toReturnPath(key: Buffer, delivery: DeliveryId, domain: string): EmailAddress {
  const digits = delivery.replaceAll("-", "");
  const path = findEmailAddress(`b+${digits}.${macOf(key, digits)}@${domain}`);
  return must(path, `${domain} is a mail domain`);
}

/** The delivery that a bounce came back for; null when the address is not one of ours. */
export function findReturnedDelivery(key: Buffer, address: EmailAddress): DeliveryId | null {
  const [, digits, mac] = localPart.exec(address.slice(0, address.lastIndexOf("@"))) ?? [];
  if (digits === undefined || mac === undefined) return null;
  if (!timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(key, digits)))) return null;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") as DeliveryId;
}

function macOf(key: Buffer, digits: string): string {
  return createHmac("sha256", key)
    .update(`return path ${digits}`)
    .digest("hex")
    .slice(0, macDigits);
}
