import type { FinderId } from "../ids.ts";

/** Of a finder that has no policy. */
export const noPolicy = 0;

/** The least and the first too great of the numbers that stand for a policy. */
export const policyNumbers = { from: 4, until: 512 } as const;

/**
 * A small number for the policy of a finder, by which observations remember under whose policy they stand.
 *
 * A hash (FNV-1a, 32 bits) of the id: the same in every world and every process, so that nothing has to be stored. Two
 * finders of one number would share both policies; a world file that has such is refused.
 */
export function policyNumberOf(finder: FinderId): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < finder.length; i += 1) {
    hash = Math.imul(hash ^ finder.charCodeAt(i), 0x01000193);
  }
  const { from, until } = policyNumbers;
  return from + ((hash >>> 0) % (until - from));
}
