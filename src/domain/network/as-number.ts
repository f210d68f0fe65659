import type { Brand } from "../brand.ts";

/** AS number from 1 to 2³²−1 (RFC 6793); above 2³¹ too, so never a 32-bit signed integer. */
export type AsNumber = Brand<number, "AsNumber">;

const asNumberPattern = /^(?:AS)?(\d{1,10})$/i;

/** Reads `64500` or `AS64500`; null when it is no AS number. Asdot notation is refused. */
export function findAsNumber(text: string): AsNumber | null {
  const digits = asNumberPattern.exec(text.trim())?.[1];
  if (digits === undefined) return null;
  const value = Number(digits);
  return value >= 1 && value <= 0xffffffff ? (value as AsNumber) : null;
}
