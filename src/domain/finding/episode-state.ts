/** States of an episode; the order is the code in the database. */
export const episodeStates = [
  "open",
  "notified",
  "acknowledged",
  "claimed-fixed",
  "verified-fixed",
  "not-ours",
  "disputed",
  "withdrawn",
  "confirmed",
  "accepted",
  "expired",
  "recalled",
] as const;

export type EpisodeState = (typeof episodeStates)[number];

/** Code of a state in the database. */
export function episodeStateCode(state: EpisodeState): number {
  return episodeStates.indexOf(state);
}

/** States in which the finding is no longer open: seen again, it opens the next episode. */
export const closedStates = [
  "verified-fixed",
  "withdrawn",
  "expired",
  "recalled",
] as const satisfies readonly EpisodeState[];
