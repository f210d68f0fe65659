import { type Kind, kinds } from "../finding/kind.ts";
import { mannerOf, type Notification } from "./notification.ts";

/** What the key is for that links are signed with (`deriveKey`). */
export const stopPurpose = "one-click stop";

/**
 * Whether a mail tells machines how to stop its digests (RFC 8058): those to parties that never asked, and never the
 * lane now, which is not a list.
 */
export function hasStopLink({
  lane,
  recipient,
}: Pick<Notification, "lane" | "recipient">): boolean {
  const manner = mannerOf(recipient.rung);
  return lane !== "now" && recipient.rung !== null && manner !== "registered";
}

/** The kinds that a mail is about, as bits in the order of `kinds`: what its link stops. */
export function kindBits(present: Iterable<Kind>): number {
  let bits = 0;
  for (const kind of present) bits |= 1 << kinds.indexOf(kind);
  return bits;
}

/** The kinds of such bits; null where the bits are none. */
export function kindsOfBits(bits: number): readonly Kind[] | null {
  if (bits <= 0 || bits >= 1 << kinds.length) return null;
  return kinds.filter((_, i) => (bits & (1 << i)) !== 0);
}
