import type { Validity } from "./world.ts";

/** Whether it holds at the instant: `since` inclusive, `until` exclusive. */
export function isValidAt(validity: Validity, instant: number): boolean {
  return validity.since <= instant && instant < validity.until;
}

/** Whether it holds both when the finding was observed and when it is decided. */
export function isValidForBoth(
  validity: Validity,
  question: { readonly observedAt: number; readonly decidedAt: number },
): boolean {
  return isValidAt(validity, question.observedAt) && isValidAt(validity, question.decidedAt);
}
