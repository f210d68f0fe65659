import { numberSigns } from "./number-signs.ts";
import { findPublicNumber, type PublicNumber } from "./public-number.ts";

/** Signs that numbers do not have, by the one that looks like them and that they do have. */
const lookalikes: Readonly<Record<string, string>> = {
  A: "4",
  B: "8",
  E: "3",
  G: "6",
  S: "5",
  U: "W",
  V: "Y",
  Z: "2",
};
/** These look like several, or none: the check sign tells which it was. */
const doubtful: Readonly<Record<string, string>> = {
  "0": "QDC",
  O: "QDC",
  "1": "7JT",
  I: "7JT",
  L: "7JT",
};
const mostDoubtful = 3;

/** The sign that was meant, where what was typed looks like one only. */
export function foldSign(sign: string): string {
  return lookalikes[sign] ?? sign;
}

/**
 * The number that somebody typed or dictated: as `findPublicNumber` reads it, and with signs that no number has taken for
 * those that they look like, where the check sign leaves one possibility. Null when it cannot be one of ours.
 *
 * It tells mistakes in typing, and nothing about which numbers there are.
 */
export function findTypedNumber(prefix: string, text: string): PublicNumber | null {
  const exact = findPublicNumber(prefix, text);
  if (exact !== null || text.length > 64) return exact;
  const whole = text.toUpperCase().replace(/[^0-9A-Z]/g, "");
  const number = whole.slice(-8);
  if (number.length < 8 || !isPrefix(prefix, whole.slice(0, -8))) return null;
  const options = [...number].map((sign) => doubtful[sign] ?? foldSign(sign));
  if (options.filter(({ length }) => length > 1).length > mostDoubtful) return null;
  if (options.some((some) => ![...some].every((sign) => numberSigns.includes(sign)))) return null;
  const found = new Set(
    listCombinations(options).flatMap((one) => findPublicNumber("", one) ?? []),
  );
  const [only, ...others] = found;
  return only === undefined || others.length > 0 ? null : (`${prefix}${only}` as PublicNumber);
}

/** Whether what stands before the number is our prefix, or nothing. */
function isPrefix(prefix: string, text: string): boolean {
  return text === "" || text === prefix.toUpperCase().replace(/[^0-9A-Z]/g, "");
}

function listCombinations(options: readonly string[]): string[] {
  return options.reduce<string[]>(
    (begun, signs) => begun.flatMap((text) => [...signs].map((sign) => text + sign)),
    [""],
  );
}
