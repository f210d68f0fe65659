import type { Validity } from "./world.ts";

/** Whether it holds at the instant: `since` inclusive, `until` exclusive. */
export function isValidAt(validity: Validity, instant: number): boolean {
  return validity.since <= instant && instant < validity.until;
}

/** Whether it holds when the finding was observed or when it is decided: enough for what only limits. */
export function isValidForEither(
  validity: Validity,
  question: { readonly observedAt: number; readonly decidedAt: number },
): boolean {
  return isValidAt(validity, question.observedAt) || isValidAt(validity, question.decidedAt);
}

/**
 * At which of the two instants it does not hold, and by which date: `not valid when decided: until 2026-03-01`.
 *
 * It names the date and not the instant, because decisions between the same dates are shared.
 */
export function describeOutside(
  validity: Validity,
  question: { readonly observedAt: number; readonly decidedAt: number },
): string {
  const isObserved = isValidAt(validity, question.observedAt);
  const instant = isObserved ? question.decidedAt : question.observedAt;
  const date =
    instant < validity.since
      ? `from ${formatDate(validity.since)}`
      : `until ${formatDate(validity.until)}`;
  return `not valid when ${isObserved ? "decided" : "observed"}: ${date}`;
}

/** A day where it begins, else the instant to the second. */
function formatDate(instant: number): string {
  const text = new Date(instant).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
}

/** Whether it holds both when the finding was observed and when it is decided. */
export function isValidForBoth(
  validity: Validity,
  question: { readonly observedAt: number; readonly decidedAt: number },
): boolean {
  return isValidAt(validity, question.observedAt) && isValidAt(validity, question.decidedAt);
}
