import type { Rung } from "../decision/rung.ts";
import type { Lane } from "../finding/lane.ts";

/** Where rows stand that an intermediary was asked to hold for somebody else; what was recalled is nobody's any more. */
export const custodyStates = [
  "asked",
  "held",
  "forwarded",
  "fixed",
  "declined",
  "returned",
  "silent",
  "without-outcome",
  "recalled",
] as const;

export type CustodyState = (typeof custodyStates)[number];

/** What an intermediary says. */
export const custodyAnswers = ["acknowledge", "forward", "fixed", "decline", "return"] as const;

export type CustodyAnswer = (typeof custodyAnswers)[number];

/** Rungs on which an intermediary gets what somebody else has to fix: it has to pass it on, or say that it does not. */
export const custodyRungs = [
  "chosen-path",
  "designated",
  "sole-intermediary",
  "constituency",
  "network-constituency",
  "catch-all",
] as const satisfies readonly Rung[];

const dayMs = 86_400_000;

/** How long an intermediary may hold something without an outcome, by lane; then the next rung is asked. */
export const outcomeWithinMs: Readonly<Record<Lane, number>> = {
  now: 7 * dayMs,
  day: 30 * dayMs,
  week: 90 * dayMs,
};

/** Where custody stands after an answer; null where the answer does not fit, as it comes too late or says nothing new. */
export function nextCustody(state: CustodyState, answer: CustodyAnswer): CustodyState | null {
  if (state === "asked") return afterAsked[answer];
  if (state === "held" || state === "forwarded") {
    // What was taken cannot be declined any more, only given back.
    if (answer === "acknowledge" || answer === "decline") return null;
    return answer === "forward" && state === "forwarded" ? null : afterHeld[answer];
  }
  return null;
}

const afterAsked = {
  acknowledge: "held",
  forward: "forwarded",
  fixed: "fixed",
  decline: "declined",
  return: "declined",
} as const satisfies Record<CustodyAnswer, CustodyState>;

const afterHeld = { forward: "forwarded", fixed: "fixed", return: "returned" } as const;

/** What comes when the time of a custody is over. */
export function overdueCustody(state: CustodyState): "silent" | "without-outcome" | null {
  if (state === "asked") return "silent";
  return state === "held" || state === "forwarded" ? "without-outcome" : null;
}

/** Whether the next rung is to be asked. */
export function passesOn(state: CustodyState): boolean {
  return ["declined", "returned", "silent", "without-outcome"].includes(state);
}
