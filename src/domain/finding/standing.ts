import { type Tlp, tlpLabels, tlpRank } from "./tlp.ts";

/**
 * How freely what an observation says may be used: whether its report was released, its label, and whether its
 * grade suffices for parties that never asked.
 */
export type Standing = {
  readonly released: boolean;
  readonly tlp: Tlp;
  readonly gradeSuffices: boolean;
};

/**
 * One byte for a standing, greater for the freer.
 *
 * A finding seen by several finders stands as its best observation does, and "best" is a total order over whole
 * observations: taking the widest label of one and the release of another would widen what neither allowed. The
 * greatest of a set does not depend on the order in which it came (invariant 9).
 */
export function encodeStanding(standing: Standing): number {
  return (
    (standing.released ? 128 : 0) |
    (permits(standing.tlp) << 5) |
    (standing.gradeSuffices ? 16 : 0) |
    ((tlpLabels.length - 1 - tlpRank(standing.tlp)) << 1)
  );
}

/** The standing that a byte of `encodeStanding` stands for. */
export function decodeStanding(code: number): Standing {
  const tlp = tlpLabels[tlpLabels.length - 1 - ((code >> 1) & 7)];
  if (tlp === undefined) throw new RangeError(`no standing has the code ${code}`);
  return { released: (code & 128) !== 0, tlp, gradeSuffices: (code & 16) !== 0 };
}

/** How many sorts of primary a label lets through: RED none, AMBER+STRICT the owner itself, the rest all. */
function permits(tlp: Tlp): number {
  if (tlp === "RED") return 0;
  return tlp === "AMBER+STRICT" ? 1 : 2;
}
