import type { Brand } from "../brand.ts";
import { drawSigns, numberSigns } from "./number-signs.ts";
import { foldSign } from "./typed-number.ts";

/** What stands beside the number of a notification, to ask whether it is real: `7K3-F92`, told to nobody else. */
export type VerificationCode = Brand<string, "VerificationCode">;

const length = 6;

/** What the keyed bytes of a number are made for. */
export const verificationPurpose = "verification code";

/**
 * The code of keyed bytes, at least 8: 148 million are possible, and whoever guesses is slowed down (5-delivery.md, is this
 * mail real).
 */
export function toVerificationCode(bytes: Uint8Array): VerificationCode {
  if (bytes.length < 8) throw new RangeError(`a code takes 8 bytes, not ${bytes.length}`);
  const text = drawSigns(bytes, length)
    .map((value) => numberSigns.charAt(value))
    .join("");
  return `${text.slice(0, 3)}-${text.slice(3)}` as VerificationCode;
}

/**
 * Reads a code as people type it: any case, with or without hyphen and spaces, a sign that is none for the one that looks
 * like it; null when it cannot be one.
 */
export function findVerificationCode(text: string): VerificationCode | null {
  if (text.length > 64) return null;
  const signs = [...text.toUpperCase().replace(/[\s-]/g, "")].map(foldSign);
  if (signs.length !== length || signs.some((sign) => !numberSigns.includes(sign))) return null;
  return `${signs.slice(0, 3).join("")}-${signs.slice(3).join("")}` as VerificationCode;
}
