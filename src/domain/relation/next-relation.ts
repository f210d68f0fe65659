import type { Consent, RelationSide, RelationStanding } from "./relation-standing.ts";
import { isInForce, isInformed } from "./relation-standing.ts";

const dayMs = 86_400_000;

/** An intermediary says again whom it serves, by its list; then its members have so long until they are left to others. */
export const confirmWithinMs = 90 * dayMs;
export const confirmGraceMs = 30 * dayMs;

/** What nobody answered is over. */
export const askedMs = 30 * dayMs;

/** What happens to a relation. */
export type RelationEvent =
  | { readonly kind: "consented"; readonly side: RelationSide; readonly informed: boolean }
  /** At once, by either; before it was in force it is a refusal. */
  | { readonly kind: "ended"; readonly side: RelationSide }
  /** It shall end at an instant, by either; never later than was said before. */
  | { readonly kind: "dated"; readonly untilMs: number }
  /** Its intermediary named it in a list. */
  | { readonly kind: "confirmed" }
  | { readonly kind: "clock" };

/** What both are told of. */
export type RelationNews = "active" | "informed" | "stale" | "recovered" | "ended";

export type NextRelation = {
  readonly standing: RelationStanding;
  readonly news: RelationNews | null;
};

/** A relation that one side asks for, which is its consent; `untilMs`: it is to end then. */
export function askRelation(
  side: RelationSide,
  { informed, untilMs }: { readonly informed: boolean; readonly untilMs: number | null },
  nowMs: number,
): RelationStanding {
  const consent: Consent = { atMs: nowMs, informed };
  return {
    state: "asked",
    reason: "asked",
    consents: { member: null, intermediary: null, [side]: consent },
    activeSinceMs: null,
    untilMs,
    graceUntilMs: null,
    nextCheckMs: earliest(nowMs + askedMs, untilMs),
  };
}

/**
 * Where a relation stands after an event, and what both are told. Pure; the same event at the same instant a second
 * time changes nothing more. It comes into force by two words and never by silence.
 */
export function nextRelation(
  before: RelationStanding,
  event: RelationEvent,
  nowMs: number,
): NextRelation {
  if (before.state === "ended") return unchanged(before);
  const due = afterClock(before, nowMs);
  // What time ended already is not brought back by a word that comes later.
  if (due.standing.state === "ended") return due;
  switch (event.kind) {
    case "clock":
      return due;
    case "ended":
      return end(before, event.side === "member" ? "ended-by-member" : "ended-by-intermediary");
    case "dated":
      return date(before, event.untilMs, nowMs);
    case "confirmed":
      return isInForce(before) ? confirm(before, nowMs) : unchanged(before);
    case "consented":
      return consent(before, event.side, event.informed, nowMs);
  }
}

function consent(
  before: RelationStanding,
  side: RelationSide,
  informed: boolean,
  nowMs: number,
): NextRelation {
  const given = before.consents[side];
  const consents = {
    ...before.consents,
    [side]: given?.informed === informed ? given : { atMs: nowMs, informed },
  };
  const after = { ...before, consents };
  if (isInForce(before)) {
    const confirmed = side === "intermediary" ? confirm(after, nowMs) : unchanged(after);
    if (confirmed.news !== null || isInformed(before) === isInformed(after)) return confirmed;
    return { ...confirmed, news: "informed" };
  }
  if (consents.member === null || consents.intermediary === null) return unchanged(after);
  const active = { ...after, reason: "consented" as const, activeSinceMs: nowMs };
  return { ...confirm({ ...active, state: "active" }, nowMs), news: "active" };
}

function confirm(before: RelationStanding, nowMs: number): NextRelation {
  const confirmed = {
    ...before,
    state: "active" as const,
    reason: "consented" as const,
    graceUntilMs: null,
    nextCheckMs: earliest(nowMs + confirmWithinMs, before.untilMs),
  };
  return { standing: confirmed, news: before.state === "stale" ? "recovered" : null };
}

function date(before: RelationStanding, untilMs: number, nowMs: number): NextRelation {
  // One side alone shortens, and never lengthens what the other consented to.
  const endMs = earliest(before.untilMs, untilMs);
  const dated = { ...before, untilMs: endMs, nextCheckMs: earliest(before.nextCheckMs, endMs) };
  return endMs <= nowMs ? end(dated, "date-passed") : unchanged(dated);
}

/** What comes with time alone. */
function afterClock(before: RelationStanding, nowMs: number): NextRelation {
  const { state, untilMs, graceUntilMs, nextCheckMs } = before;
  if (untilMs !== null && nowMs >= untilMs) return end(before, "date-passed");
  if (nextCheckMs === null || nowMs < nextCheckMs) return unchanged(before);
  switch (state) {
    case "asked":
      return end(before, "never-consented");
    case "active": {
      const until = nowMs + confirmGraceMs;
      const stale = { state: "stale" as const, reason: "not-confirmed" as const };
      const nextMs = earliest(until, untilMs);
      return {
        standing: { ...before, ...stale, graceUntilMs: until, nextCheckMs: nextMs },
        news: "stale",
      };
    }
    case "stale":
      if (graceUntilMs !== null && nowMs >= graceUntilMs)
        return end(before, "not-confirmed-in-time");
      return unchanged(before);
    case "ended":
      return unchanged(before);
  }
}

function end(before: RelationStanding, reason: RelationStanding["reason"]): NextRelation {
  const ended = { ...before, state: "ended" as const, reason, graceUntilMs: null };
  return { standing: { ...ended, nextCheckMs: null }, news: "ended" };
}

function earliest(a: number | null, b: number | null): number {
  return Math.min(a ?? Infinity, b ?? Infinity);
}

function unchanged(standing: RelationStanding): NextRelation {
  return { standing, news: null };
}
