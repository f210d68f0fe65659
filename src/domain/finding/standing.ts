import { noPolicy } from "./policy-number.ts";
import { type Tlp, tlpLabels, tlpRank } from "./tlp.ts";

/**
 * How freely what an observation says may be used: whether its report was released, its label, whether its grade suffices
 * for parties that never asked, and the policy of its finder.
 */
export type Standing = {
  readonly released: boolean;
  readonly tlp: Tlp;
  readonly gradeSuffices: boolean;
  /** `policyNumberOf` the finder, or `noPolicy`. */
  readonly policy: number;
};

/** From here on a number stands for an observation whose finder has a policy. */
const firstUnderPolicy = 256;

/**
 * One number of 15 bits for a standing; what says the same has the same number in every process.
 *
 * Without a policy: released, how many sorts of primary the label permits, grade, label, in 8 bits. With one: the policy in
 * 9 bits above the same in 6, for which the label is told by what it permits.
 */
export function encodeStanding({ released, tlp, gradeSuffices, policy }: Standing): number {
  const widest = tlpLabels.length - 1 - tlpRank(tlp);
  if (policy === noPolicy) {
    return (released ? 128 : 0) | (permits(tlp) << 5) | (gradeSuffices ? 16 : 0) | (widest << 1);
  }
  const label = permits(tlp) === 2 ? widest - narrowestOfAll : 0;
  return (
    (policy << 6) | (released ? 32 : 0) | (permits(tlp) << 3) | (gradeSuffices ? 4 : 0) | label
  );
}

/** The standing that a number of `encodeStanding` stands for. */
export function decodeStanding(code: number): Standing {
  if (code < firstUnderPolicy) {
    const tlp = labelOf((code >> 1) & 7, code);
    return { released: isReleased(code), tlp, gradeSuffices: (code & 16) !== 0, policy: noPolicy };
  }
  const permitted = (code >> 3) & 3;
  const tlp = labelOf(permitted === 2 ? (code & 3) + narrowestOfAll : permitted, code);
  const policy = code >> 6;
  return { released: isReleased(code), tlp, gradeSuffices: (code & 4) !== 0, policy };
}

/** Whether the observation may be acted upon. */
export function isReleased(code: number): boolean {
  return (code & (code < firstUnderPolicy ? 128 : 32)) !== 0;
}

/**
 * The freer of two standings: released before what waits, then by how many the label lets through, then without a policy
 * before with one, then by grade and label, then by the lower policy number.
 *
 * A finding seen by several finders stands as its freest observation does, and "freest" is a total order over whole
 * observations: taking the label of one with the policy or the release of another would widen what neither allowed. The
 * freest of a set does not depend on the order in which it came (invariant 9).
 */
export function freerStanding(a: number, b: number): number {
  return isFreer(a, b) ? a : b;
}

/** Whether a is freer than b; neither of two equal ones is. */
export function isFreer(a: number, b: number): boolean {
  return freedomOf(a) > freedomOf(b);
}

/** Greater for the freer. The store says the same in SQL (`src/store/standing-order.ts`). */
export function freedomOf(code: number): number {
  if (code < firstUnderPolicy) return ((code >> 5) * 2 + 1) * 65_536 + (code & 31);
  return ((code >> 3) & 7) * 131_072 + (code & 7) * 512 + 511 - (code >> 6);
}

/** Position of AMBER, the narrowest label that lets all sorts of primary through, from the narrowest of all. */
const narrowestOfAll = tlpLabels.length - 1 - tlpRank("AMBER");

function labelOf(widest: number, code: number): Tlp {
  const tlp = tlpLabels[tlpLabels.length - 1 - widest];
  if (tlp === undefined) throw new RangeError(`no standing has the number ${code}`);
  return tlp;
}

/** How many sorts of primary a label lets through: RED none, AMBER+STRICT the owner itself, the rest all. */
function permits(tlp: Tlp): number {
  if (tlp === "RED") return 0;
  return tlp === "AMBER+STRICT" ? 1 : 2;
}
