import { type ClaimFooting, isInForce, type OwnershipSignal } from "./claim-footing.ts";
import {
  blindMs,
  claimSchedules,
  coolingOffMs,
  isLookedAt,
  lapsedMs,
  lookAgainMs,
  signalGraceMs,
  tokenMs,
} from "./claim-schedule.ts";

/** What happens to a claim. */
export type ClaimEvent =
  /** The proof was seen. `isFree`: nobody else holds the same object for the same use. */
  | { readonly kind: "seen"; readonly isFree: boolean }
  /** Somebody answered, and there is no proof. */
  | { readonly kind: "gone" }
  /** Nobody could look. */
  | { readonly kind: "blind" }
  | { readonly kind: "signal"; readonly signal: OwnershipSignal }
  /** The claim was confirmed by whom its method asks: code typed, list submitted again, operator. */
  | { readonly kind: "confirmed"; readonly isFree: boolean }
  /** An operator decided, whoever else waits. */
  | { readonly kind: "decided" }
  /** Its time came, and nothing else happened. */
  | { readonly kind: "clock"; readonly isFree: boolean }
  | { readonly kind: "declined" }
  | { readonly kind: "withdrawn" };

/** Whether somebody has to be told, and of what. */
export type ClaimNews =
  | "active"
  | "stale"
  | "reminder"
  | "recovered"
  | "lapsed"
  | "revoked"
  /** Proved, and the same is held by another: for a person of the house, and for nobody else. */
  | "rival";

export type NextFooting = { readonly footing: ClaimFooting; readonly news: ClaimNews | null };

/**
 * Where a claim stands after an event, and what is to be told of it. Pure; the same event at the same instant a second
 * time changes nothing more.
 */
export function nextFooting(before: ClaimFooting, event: ClaimEvent, nowMs: number): NextFooting {
  if (before.state === "revoked") return unchanged(before);
  switch (event.kind) {
    case "withdrawn":
      return revoke(before, "withdrawn");
    case "declined":
      return revoke(before, "declined");
    case "decided":
      return decide(before, nowMs);
    case "seen":
    case "confirmed":
      return afterProof(before, event, nowMs);
    case "gone":
      return afterGone(before, nowMs);
    case "blind":
      return afterBlind(before, nowMs);
    case "signal":
      return afterSignal(before, event.signal, nowMs);
    case "clock":
      return isReady(before, nowMs) ? afterProof(before, event, nowMs) : afterClock(before, nowMs);
  }
}

/** Whether a claim that no machine looks at has waited its day: nothing else will happen to it. */
function isReady({ state, method, seenSinceMs }: ClaimFooting, nowMs: number): boolean {
  if (state !== "pending" || isLookedAt(method) || seenSinceMs === null) return false;
  return nowMs >= seenSinceMs + coolingOffMs;
}

function decide(before: ClaimFooting, nowMs: number): NextFooting {
  const decided = {
    ...before,
    reason: "decided" as const,
    seenSinceMs: before.seenSinceMs ?? nowMs,
  };
  const { footing } = activate(decided, nowMs);
  return told(footing, isInForce(before) ? null : "active");
}

function afterProof(
  before: ClaimFooting,
  event: { readonly kind: "seen" | "confirmed" | "clock"; readonly isFree: boolean },
  nowMs: number,
): NextFooting {
  const seenSinceMs = before.seenSinceMs ?? nowMs;
  const seen = {
    ...before,
    seenSinceMs,
    blindSinceMs: null,
    tokenUntilMs: null,
    reason: "proof-seen" as const,
  };
  switch (before.state) {
    case "active":
      return told({ ...seen, nextCheckMs: nowMs + claimSchedules[before.method].everyMs }, null);
    case "stale":
      // The same token again does not show that it is the same holder; a new one has to be asked for.
      if (before.reason === "registrant-changed" || before.reason === "prefix-transferred") {
        return afterClock({ ...before, blindSinceMs: null }, nowMs);
      }
      // A proof that still stands makes nobody read: somebody has to, at one of the contacts.
      if (before.reason === "all-contacts-bounce" && event.kind !== "confirmed") {
        return afterClock({ ...before, blindSinceMs: null }, nowMs);
      }
      return { ...activate(seen, nowMs), news: "recovered" };
    case "pending":
    case "lapsed": {
      const readyMs = seenSinceMs + coolingOffMs;
      const waiting = { ...seen, state: "pending" as const, graceUntilMs: null };
      if (nowMs < readyMs) return told({ ...waiting, nextCheckMs: readyMs }, null);
      if (event.isFree) return activate(seen, nowMs);
      return told({ ...waiting, nextCheckMs: nowMs + claimSchedules.dns.everyMs }, "rival");
    }
    case "revoked":
      return unchanged(before);
  }
}

function afterGone(before: ClaimFooting, nowMs: number): NextFooting {
  const gone = { ...before, seenSinceMs: null, blindSinceMs: null };
  if (before.state === "active") return makeStale(gone, "proof-gone", nowMs);
  // What was seen once and is gone before the claim took effect begins anew.
  const tokenUntilMs = gone.state === "pending" ? (gone.tokenUntilMs ?? nowMs + tokenMs) : null;
  return afterClock({ ...gone, tokenUntilMs }, nowMs);
}

function afterBlind(before: ClaimFooting, nowMs: number): NextFooting {
  const blind = { ...before, blindSinceMs: before.blindSinceMs ?? nowMs };
  if (before.state === "active" && nowMs - blind.blindSinceMs >= blindMs) {
    return makeStale(blind, "cannot-look", nowMs);
  }
  return afterClock(blind, nowMs);
}

function afterSignal(before: ClaimFooting, signal: OwnershipSignal, nowMs: number): NextFooting {
  if (!isInForce(before) || before.reason === signal) return unchanged(before);
  const graceUntilMs = Math.min(before.graceUntilMs ?? Infinity, nowMs + signalGraceMs);
  const stale = { ...before, state: "stale" as const, reason: signal, graceUntilMs, reminders: 1 };
  return told({ ...stale, nextCheckMs: nowMs + lookAgainMs }, "stale");
}

/** What comes with time alone: the end of a token, of a confirmation, of a grace, of what lapsed. */
function afterClock(before: ClaimFooting, nowMs: number): NextFooting {
  const { state, tokenUntilMs, graceUntilMs, method } = before;
  switch (state) {
    case "pending":
      if (tokenUntilMs !== null && nowMs >= tokenUntilMs) return revoke(before, "never-proved");
      return told(
        {
          ...before,
          nextCheckMs: isLookedAt(method)
            ? nowMs + lookAgainMs
            : (tokenUntilMs ?? before.nextCheckMs),
        },
        null,
      );
    case "active":
      if (isLookedAt(method)) return told({ ...before, nextCheckMs: nowMs + lookAgainMs }, null);
      return before.nextCheckMs !== null && nowMs >= before.nextCheckMs
        ? makeStale(before, "not-confirmed", nowMs)
        : unchanged(before);
    case "stale":
      if (graceUntilMs !== null && nowMs >= graceUntilMs) return lapse(before, nowMs);
      return remind(before, nowMs);
    case "lapsed":
      if (before.nextCheckMs !== null && nowMs >= before.nextCheckMs)
        return revoke(before, "grace-over");
      return unchanged(before);
    case "revoked":
      return unchanged(before);
  }
}

function activate(footing: ClaimFooting, nowMs: number): NextFooting {
  return told(
    {
      ...footing,
      state: "active",
      blindSinceMs: null,
      graceUntilMs: null,
      reminders: 0,
      tokenUntilMs: null,
      nextCheckMs: nowMs + claimSchedules[footing.method].everyMs,
    },
    "active",
  );
}

function makeStale(
  footing: ClaimFooting,
  reason: "proof-gone" | "cannot-look" | "not-confirmed",
  nowMs: number,
): NextFooting {
  const { graceMs } = claimSchedules[footing.method];
  const graceUntilMs = nowMs + graceMs;
  const nextCheckMs = isLookedAt(footing.method) ? nowMs + lookAgainMs : nowMs + graceMs / 2;
  return told(
    { ...footing, state: "stale", reason, graceUntilMs, reminders: 1, nextCheckMs },
    "stale",
  );
}

function remind(footing: ClaimFooting, nowMs: number): NextFooting {
  const { graceMs, everyMs, remindAtMs } = claimSchedules[footing.method];
  const beganMs = (footing.graceUntilMs ?? nowMs) - graceMs;
  const due = 1 + remindAtMs.filter((atMs) => nowMs >= beganMs + atMs).length;
  const nextMs = isLookedAt(footing.method)
    ? nowMs + Math.min(everyMs, lookAgainMs * 6)
    : nowMs + graceMs / 4;
  const nextCheckMs = Math.min(nextMs, footing.graceUntilMs ?? nextMs);
  if (footing.reminders >= due) return told({ ...footing, nextCheckMs }, null);
  return told({ ...footing, reminders: due, nextCheckMs }, "reminder");
}

function lapse(footing: ClaimFooting, nowMs: number): NextFooting {
  return told(
    {
      ...footing,
      state: "lapsed",
      seenSinceMs: null,
      graceUntilMs: null,
      nextCheckMs: nowMs + lapsedMs,
    },
    "lapsed",
  );
}

function revoke(
  footing: ClaimFooting,
  reason: "withdrawn" | "declined" | "never-proved" | "grace-over",
): NextFooting {
  const ended = {
    seenSinceMs: null,
    blindSinceMs: null,
    graceUntilMs: null,
    nextCheckMs: null,
    tokenUntilMs: null,
  };
  return told({ ...footing, ...ended, state: "revoked", reason }, "revoked");
}

function unchanged(footing: ClaimFooting): NextFooting {
  return { footing, news: null };
}

function told(footing: ClaimFooting, news: ClaimNews | null): NextFooting {
  return { footing, news };
}
