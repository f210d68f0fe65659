import type { Brand } from "../brand.ts";
import { drawSigns, numberSigns } from "./number-signs.ts";

/** Number of a notification for people: `NSM-7K3F-92QD`, random, fit to be read out. */
export type PublicNumber = Brand<string, "PublicNumber">;

const signs = numberSigns;
const drawn = 7;

/**
 * Makes a number from chance: 3.4 thousand million are possible, so the caller draws again when one is taken.
 *
 * @param prefix of the installation, such as `NSM-`
 * @param random at least 8 bytes
 */
export function makePublicNumber(prefix: string, random: Uint8Array): PublicNumber {
  if (random.length < 8)
    throw new RangeError(`a public number takes 8 random bytes, not ${random.length}`);
  const values = drawSigns(random, drawn);
  values.push(checkValue(values));
  const text = values.map((value) => signs.charAt(value)).join("");
  return `${prefix}${text.slice(0, 4)}-${text.slice(4)}` as PublicNumber;
}

/**
 * Reads a number as people type or dictate it: any case, with or without prefix, hyphens and spaces; null when it
 * cannot be one of ours.
 */
export function findPublicNumber(prefix: string, text: string): PublicNumber | null {
  if (text.length > 64) return null;
  const bare = (part: string): string => part.toUpperCase().replace(/[\s-]/g, "");
  const whole = bare(text);
  const start = bare(prefix);
  const number =
    whole.length > drawn + 1 && whole.startsWith(start) ? whole.slice(start.length) : whole;
  if (number.length !== drawn + 1) return null;
  const values = [...number].map((sign) => signs.indexOf(sign));
  if (values.includes(-1) || checkValue(values.slice(0, drawn)) !== values[drawn]) return null;
  return `${prefix}${number.slice(0, 4)}-${number.slice(4)}` as PublicNumber;
}

/** The last value, which makes the sum of all eight, weighted 1 to 8, a multiple of 23. */
function checkValue(values: readonly number[]): number {
  const sum = values.reduce((sum, value, i) => sum + (i + 1) * value, 0);
  // 8 × 3 = 24 ≡ 1: dividing by the last weight is multiplying by 3.
  return (((-sum * 3) % signs.length) + signs.length) % signs.length;
}
