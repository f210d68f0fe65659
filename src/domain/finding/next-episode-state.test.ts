import { describe, expect, test } from "vitest";
import { episodeStates } from "./episode-state.ts";
import { episodeEvents, episodeMove, isClosed, nextEpisodeState } from "./next-episode-state.ts";

/** What recipients say, as far as it is not checked by anybody. */
const words = ["acknowledged", "said-working", "said-fixed", "said-not-ours", "accepted"] as const;

describe("the life of an episode", () => {
  test("goes from open to verified", () => {
    const path = ["told", "acknowledged", "said-fixed", "verified-fixed"] as const;
    let state: (typeof episodeStates)[number] = "open";
    const states = path.map((event) => {
      state = nextEpisodeState(state, event) ?? state;
      return state;
    });
    expect(states).toEqual(["notified", "acknowledged", "claimed-fixed", "verified-fixed"]);
  });

  test("no word of a recipient ends it", () => {
    for (const word of words)
      for (const state of episodeStates) {
        const next = nextEpisodeState(state, word);
        expect(next === null || !isClosed(next)).toBe(true);
      }
  });

  test("what is over stays over, but for a recall", () => {
    for (const event of episodeEvents)
      for (const state of episodeStates.filter(isClosed)) {
        const next = nextEpisodeState(state, event);
        if (event !== "recalled") expect([state, event, next]).toEqual([state, event, null]);
      }
    expect(nextEpisodeState("verified-fixed", "recalled")).toBe("recalled");
    expect(nextEpisodeState("withdrawn", "recalled")).toBeNull();
  });

  test("every open state can be verified, withdrawn and expire", () => {
    for (const state of episodeStates.filter((state) => !isClosed(state)))
      for (const event of ["verified-fixed", "withdrawn", "expired", "recalled"] as const)
        expect(nextEpisodeState(state, event)).toBe(event);
  });

  test("a claim of a fix is refuted only where there is one", () => {
    expect(nextEpisodeState("claimed-fixed", "refuted")).toBe("notified");
    expect(nextEpisodeState("acknowledged", "refuted")).toBeNull();
  });

  test("an event never leads on from where it leads to", () => {
    for (const event of episodeEvents) {
      const { from, to } = episodeMove(event);
      expect(from).not.toContain(to);
    }
  });
});
