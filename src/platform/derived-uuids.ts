import { createHash } from "node:crypto";

/**
 * UUIDs that follow from a text: the same text and number (up to 2⁴⁸) give the same one, and without the text nobody can
 * guess it. Of the form of version 4, for standards that take no other.
 */
export function derivedUuids(text: string): (number: number) => string {
  const hex = createHash("sha256").update(text).digest("hex");
  const head = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-`;
  return (number) => head + number.toString(16).padStart(12, "0");
}
