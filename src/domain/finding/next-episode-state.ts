import { closedStates, type EpisodeState, episodeStates } from "./episode-state.ts";

/**
 * What happens to an episode. Answers of recipients are claims: only a re-check, a report that states its coverage, the
 * finder, an operator or the clock ends an episode (2-domain.md, identity of a finding).
 */
export const episodeEvents = [
  /** A primary notification was accepted by its recipient's server. */
  "told",
  /** The recipient knows of it, or holds it in custody. */
  "acknowledged",
  /** The recipient works on it, whatever it said before. */
  "said-working",
  "said-fixed",
  /** Seen again after it was said to be fixed. */
  "refuted",
  "verified-fixed",
  "said-not-ours",
  /** Somebody else answers for it now. */
  "decided-again",
  "disputed",
  "confirmed",
  "withdrawn",
  /** Its owner accepts the risk for some time. */
  "accepted",
  "acceptance-over",
  "expired",
  "recalled",
] as const;

export type EpisodeEvent = (typeof episodeEvents)[number];

const open = episodeStates.filter((state) => !isClosed(state));

/** From which states an event leads on, and to which. */
const moves: Readonly<
  Record<EpisodeEvent, { readonly from: readonly EpisodeState[]; readonly to: EpisodeState }>
> = {
  told: { from: ["open"], to: "notified" },
  acknowledged: { from: ["open", "notified", "confirmed"], to: "acknowledged" },
  "said-working": {
    from: ["open", "notified", "confirmed", "claimed-fixed", "accepted"],
    to: "acknowledged",
  },
  "said-fixed": { from: open, to: "claimed-fixed" },
  refuted: { from: ["claimed-fixed"], to: "notified" },
  "verified-fixed": { from: open, to: "verified-fixed" },
  "said-not-ours": { from: without(open, "disputed"), to: "not-ours" },
  "decided-again": { from: ["not-ours"], to: "open" },
  disputed: { from: open, to: "disputed" },
  confirmed: { from: open, to: "confirmed" },
  withdrawn: { from: open, to: "withdrawn" },
  accepted: { from: without(open, "disputed"), to: "accepted" },
  "acceptance-over": { from: ["accepted"], to: "notified" },
  expired: { from: open, to: "expired" },
  recalled: { from: without(episodeStates, "withdrawn"), to: "recalled" },
};

/** The state in which an event leaves an episode; null where it changes nothing, as what is closed stays closed. */
export function nextEpisodeState(state: EpisodeState, event: EpisodeEvent): EpisodeState | null {
  const { from, to } = moves[event];
  return to !== state && from.includes(state) ? to : null;
}

/** The states that an event leads on from, and where to. */
export function episodeMove(event: EpisodeEvent): {
  readonly from: readonly EpisodeState[];
  readonly to: EpisodeState;
} {
  const { from, to } = moves[event];
  return { from: without(from, to), to };
}

/** Whether an episode in this state is over. */
export function isClosed(state: EpisodeState): boolean {
  return closedStates.some((closed) => closed === state);
}

function without(states: readonly EpisodeState[], one: EpisodeState): readonly EpisodeState[] {
  return states.filter((state) => state !== one);
}
