import { freerStanding } from "../finding/standing.ts";

/**
 * What a recall makes of a finding that it takes evidence from:
 *
 * - `withdrawn`: nobody else shows it; it was never known to be there
 * - `waits`: only reports show it that wait for a person; it waits with them, and who was told is told that it is gone
 * - `stands`: a released report shows it too; it stays open, and who was shown the evidence is told that this is gone
 */
export type RecallOutcome = "withdrawn" | "waits" | "stands";

/** A row of another report that shows the finding in this episode. */
export type Supporting = {
  /** Number of the report, of its chunk, and where the row lies in its text. */
  readonly report: number;
  readonly chunk: number;
  readonly offset: number;
  readonly released: boolean;
  readonly observedAtS: number;
  /** As a number, see `encodeStanding`. */
  readonly standing: number;
};

/** What is left of the evidence for a finding: who shows it first, since when, and how freely it may be used. */
export type Support = {
  readonly first: Supporting;
  readonly observedAtS: number;
  readonly standing: number;
};

/**
 * Adds a row to what is left. Released ones count alone as soon as there is one, so that what nobody let go gives neither
 * an earlier instant nor a freer standing; of these the first that came in takes the place of the row that opened the
 * episode, the earliest instant and the freest standing hold: as if the recalled report had never been there
 * (invariant 9).
 *
 * @param supporting in the order in which reports came in
 */
export function addSupport(support: Support | undefined, supporting: Supporting): Support {
  const { observedAtS, standing, released } = supporting;
  if (support === undefined || (released && !support.first.released)) {
    return { first: supporting, observedAtS, standing };
  }
  if (!released && support.first.released) return support;
  return {
    first: support.first,
    observedAtS: Math.min(support.observedAtS, observedAtS),
    standing: freerStanding(support.standing, standing),
  };
}

/** How a finding comes out of a recall, by what is left of its evidence. */
export function outcomeOfRecall(support: Support | undefined): RecallOutcome {
  if (support === undefined) return "withdrawn";
  return support.first.released ? "stands" : "waits";
}
