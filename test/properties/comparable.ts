import type { Decision } from "../../src/domain/decision/decision.ts";

/** What two decisions must agree on: all but the words of the detail. */
export function comparable({ owner, primary, informed, held }: Decision) {
  const inOrder = informed.toSorted((a, b) => (a.organisation < b.organisation ? -1 : 1));
  return { owner, primary, informed: inOrder, held: held?.reason ?? null };
}
