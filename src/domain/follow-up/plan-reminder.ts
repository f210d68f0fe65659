import type { EpisodeState } from "../finding/episode-state.ts";
import type { Severity } from "../finding/severity.ts";

/** States in which a reminder may go out; in the last only where its recipient said until when, and that is over. */
export const remindableStates = [
  "open",
  "notified",
  "confirmed",
  "acknowledged",
] as const satisfies readonly EpisodeState[];

/** When recipients are reminded, as the instance says; all in milliseconds. */
export type ReminderSettings = {
  /** Since the notice before, by severity, where something is new or somebody else can be asked. */
  readonly afterMs: Readonly<Record<"high" | "medium" | "low", number>>;
  /** What goes now and nobody reacts to goes on to the next channel after so long. */
  readonly escalateAfterMs: number;
  /** Whatever happens, nobody is told of a finding twice within so long. */
  readonly leastGapMs: number;
  /** A sighting is news for so long. */
  readonly newsMs: number;
};

/** What the design says, where the instance says nothing (5-delivery.md, composition). */
export const usualReminders: ReminderSettings = {
  afterMs: { high: days(60), medium: days(120), low: days(540) },
  escalateAfterMs: days(3),
  leastGapMs: days(1),
  newsMs: days(30),
};

/** What there is to say that its recipient does not know; a new channel says only that nobody reacted. */
export const reminderNews = ["seen-again", "claim-refuted", "new-channel"] as const;

export type ReminderNews = (typeof reminderNews)[number];

/** A told finding in its present round, as far as reminding of it goes; instants in milliseconds since 1970 UTC. */
export type ToldFinding = {
  readonly state: EpisodeState;
  /** An intermediary holds it: its own clock runs. */
  readonly isInCustody: boolean;
  readonly severity: Severity;
  /** Whether it goes in the lane now. */
  readonly isUrgent: boolean;
  readonly toldAt: number;
  /** The latest sighting by anybody; null: none since the one that opened the episode. */
  readonly seenAt: number | null;
  /** The sighting that refuted the claim that it is fixed; null: none did. */
  readonly refutedSeenAt: number | null;
  /** Until when an answer keeps us silent; infinite: for this episode; null: nothing was answered that does. */
  readonly pausedUntil: number | null;
  /** Nobody is left whom a message could reach: only news brings it back. */
  readonly isForLetter: boolean;
};

/** What is to be done about it now, or when to look again; never: until something changes. */
export type ReminderPlan =
  | {
      readonly kind: "remind";
      readonly news: "seen-again" | "claim-refuted";
      readonly seenAt: number;
    }
  | { readonly kind: "ask-others" }
  | { readonly kind: "later"; readonly at: number }
  | { readonly kind: "never" };

const never: ReminderPlan = { kind: "never" };

/**
 * Whether a told finding is to be reminded of: by severity, only with something new or on a new channel, and never
 * somebody whose answer stands (ADR 17).
 */
export function planReminder(
  finding: ToldFinding,
  settings: ReminderSettings,
  now: number,
): ReminderPlan {
  const { state, severity, isUrgent, toldAt, pausedUntil } = finding;
  if (finding.isInCustody || severity === "info") return never;
  if (pausedUntil !== null && pausedUntil > now) {
    return Number.isFinite(pausedUntil) ? { kind: "later", at: pausedUntil } : never;
  }
  if (!mayHearAgain(state, pausedUntil !== null)) return never;
  const { refutedSeenAt } = finding;
  if (refutedSeenAt !== null && refutedSeenAt > toldAt) {
    const plan = { kind: "remind", news: "claim-refuted", seenAt: refutedSeenAt } as const;
    return notBefore(toldAt + settings.leastGapMs, now, plan);
  }
  const news = findNews(finding, settings, now);
  const answered = pausedUntil !== null;
  if (isUrgent && !finding.isForLetter && !answered) {
    return notBefore(toldAt + settings.escalateAfterMs, now, { kind: "ask-others" });
  }
  const afterMs = settings.afterMs[severity === "critical" ? "high" : severity];
  const due = Math.max(toldAt + afterMs, pausedUntil ?? 0);
  if (now < due) return { kind: "later", at: due };
  if (news !== null) return { kind: "remind", news: "seen-again", seenAt: news };
  // Whoever answered is not passed over, and where nobody is left only news helps.
  if (answered || finding.isForLetter) return { kind: "later", at: now + settings.newsMs };
  return { kind: "ask-others" };
}

/** Whoever only acknowledged hears again where it said until when, and that is over. */
function mayHearAgain(state: EpisodeState, saidUntil: boolean): boolean {
  return (
    remindableStates.some((known) => known === state) && (state !== "acknowledged" || saidUntil)
  );
}

function findNews(
  { toldAt, seenAt }: ToldFinding,
  { newsMs, leastGapMs }: ReminderSettings,
  now: number,
): number | null {
  if (seenAt === null || seenAt <= toldAt + leastGapMs || seenAt < now - newsMs) return null;
  return seenAt;
}

function notBefore(at: number, now: number, plan: ReminderPlan): ReminderPlan {
  return now < at ? { kind: "later", at } : plan;
}

function days(count: number): number {
  return count * 86_400_000;
}
