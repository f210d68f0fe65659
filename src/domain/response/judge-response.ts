import type { EpisodeEvent } from "../finding/next-episode-state.ts";
import type { Trust } from "../world/trust.ts";
import { type Response, type ResponseKind, untilOf } from "./response.ts";

/** How whoever answers stands to a finding. */
export type Standing = {
  /** It was told of this episode, which is open, and the finding is still the owner's whose it was then. */
  readonly isLive: boolean;
  /** It is asked to act now. */
  readonly isRecipient: boolean;
  /** It is the owner by the present decision. */
  readonly isOwner: boolean;
  /** How well the owner's claim is shown; null where there is no owner. */
  readonly trust: Trust | null;
  /** It was handed the finding on by the recipient, and may say less. */
  readonly isSupplier: boolean;
};

/** Why an answer is not taken. */
export type ResponseFault =
  /** Only the owner, by a claim that is proved, accepts a risk. */
  | "not-proved"
  /** A supplier says whether it works on it, and no more. */
  | "not-for-suppliers"
  /** Not in the past, and not for longer than an answer holds. */
  | "wrong-until"
  /** A text is missing, too long, or names nothing. */
  | "incomplete";

/** What an answer does. */
export type ResponseEffect =
  | {
      readonly kind: "takes";
      /** What happens to the episode; null: nothing. */
      readonly event: EpisodeEvent | null;
      /** The next rung is asked. */
      readonly passesOn: boolean;
      /** The owner's claim on it becomes doubtful. */
      readonly doubtsClaim: boolean;
      /** A person of the house has to do something about it. */
      readonly waits: boolean;
    }
  /** It is closed, or somebody else's by now. */
  | { readonly kind: "late" }
  | { readonly kind: "refused"; readonly because: ResponseFault };

const dayMs = 24 * 60 * 60_000;

/** How long at most an answer of a kind holds. */
export const mostUntilMs = { working: 180 * dayMs, accepted: 365 * dayMs } as const;

const events = {
  fixed: "said-fixed",
  working: "said-working",
  forwarded: "acknowledged",
  "not-ours": "said-not-ours",
  "false-positive": "disputed",
  accepted: "accepted",
  "other-contact": null,
  stop: null,
  "contact-us": null,
} as const satisfies Record<ResponseKind, EpisodeEvent | null>;

const forSuppliers: readonly ResponseKind[] = ["fixed", "working"];
const forPersons: readonly ResponseKind[] = ["other-contact", "stop", "contact-us"];

/** What an answer of somebody who stands so does to one finding (ADR 0014). */
export function judgeResponse(response: Response, standing: Standing, now: Date): ResponseEffect {
  const { kind } = response;
  if (standing.isSupplier && !forSuppliers.includes(kind)) {
    return { kind: "refused", because: "not-for-suppliers" };
  }
  if (!standing.isLive) return { kind: "late" };
  if (hasWrongUntil(response, now)) return { kind: "refused", because: "wrong-until" };
  if (kind === "accepted" && !(standing.isOwner && standing.trust === "proved")) {
    return { kind: "refused", because: "not-proved" };
  }
  if (kind === "not-ours") return judgeNotOurs(standing);
  return {
    kind: "takes",
    event: events[kind],
    passesOn: false,
    doubtsClaim: false,
    waits: forPersons.includes(kind),
  };
}

/** An owner that is not asked itself cannot pass on what somebody else holds for it: a person looks. */
function judgeNotOurs({ isRecipient, isOwner }: Standing): ResponseEffect {
  if (!isRecipient && !isOwner) return { kind: "late" };
  return {
    kind: "takes",
    event: isRecipient ? "said-not-ours" : null,
    passesOn: isRecipient,
    doubtsClaim: isOwner,
    waits: !isRecipient,
  };
}

function hasWrongUntil(response: Response, now: Date): boolean {
  const until = untilOf(response);
  if (until === null || !(response.kind === "working" || response.kind === "accepted"))
    return false;
  const aheadMs = until.getTime() - now.getTime();
  // A day typed for the last possible one ends later than that instant.
  return !(aheadMs > 0 && aheadMs <= mostUntilMs[response.kind] + dayMs);
}
