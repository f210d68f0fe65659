import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { propertySettings } from "../../../test/properties/settings.ts";
import { claimSchedules, coolingOffMs, lapsedMs, tokenMs } from "./claim-schedule.ts";
import {
  type ClaimStanding,
  claimMethods,
  isFullyTrusted,
  isInForce,
  ownershipSignals,
} from "./claim-standing.ts";
import { type ClaimEvent, type ClaimNews, nextStanding } from "./next-standing.ts";

const startMs = Date.UTC(2026, 6, 1);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const asked = (method: ClaimStanding["method"] = "dns"): ClaimStanding => ({
  state: "pending",
  method,
  reason: "asked",
  seenSinceMs: null,
  blindSinceMs: null,
  graceUntilMs: null,
  reminders: 0,
  nextCheckMs: startMs,
  tokenUntilMs: startMs + tokenMs,
});

/** Plays events at times after the start; answers where it ends, and what was told. */
function play(
  standing: ClaimStanding,
  ...events: readonly (readonly [afterMs: number, event: ClaimEvent])[]
): { readonly standing: ClaimStanding; readonly news: readonly ClaimNews[] } {
  const news: ClaimNews[] = [];
  let current = standing;
  for (const [afterMs, event] of events) {
    const next = nextStanding(current, event, startMs + afterMs);
    current = next.standing;
    if (next.news !== null) news.push(next.news);
  }
  return { standing: current, news };
}

const seen = { kind: "seen", isFree: true } as const;
const active = play(asked(), [0, seen], [coolingOffMs, seen]).standing;

describe("a claim that was asked for", () => {
  it("takes effect a day after its proof was seen, if it is still there", () => {
    expect(play(asked(), [0, seen]).standing).toMatchObject({
      state: "pending",
      nextCheckMs: startMs + coolingOffMs,
    });
    expect(play(asked(), [0, seen], [coolingOffMs, seen])).toMatchObject({
      standing: { state: "active", nextCheckMs: startMs + coolingOffMs + dayMs },
      news: ["active"],
    });
  });

  it("begins its day anew when the proof was gone in between", () => {
    const { standing } = play(asked(), [0, seen], [hourMs, { kind: "gone" }], [coolingOffMs, seen]);
    expect(standing).toMatchObject({ state: "pending", seenSinceMs: startMs + coolingOffMs });
  });

  it("ends when its token was not used in thirty days", () => {
    const gone = { kind: "gone" } as const;
    expect(play(asked(), [tokenMs - 1, gone]).standing.state).toBe("pending");
    expect(play(asked(), [tokenMs, gone])).toMatchObject({
      standing: { state: "revoked", reason: "never-proved" },
      news: ["revoked"],
    });
  });

  it("by a code that was typed takes effect a day later by itself", () => {
    const confirmed = { kind: "confirmed", isFree: true } as const;
    const clock = { kind: "clock", isFree: true } as const;
    const typed = play(asked("registry-mail"), [0, confirmed], [coolingOffMs - 1, clock]);
    expect(typed.standing).toMatchObject({ state: "pending", nextCheckMs: startMs + coolingOffMs });
    expect(play(typed.standing, [coolingOffMs, clock]).standing.state).toBe("active");
    expect(play(typed.standing, [coolingOffMs, { ...clock, isFree: false }]).news).toEqual([
      "rival",
    ]);
  });

  it("waits for a person where another holds the same; the holder is not touched by it", () => {
    const rival = { kind: "seen", isFree: false } as const;
    const { standing, news } = play(asked(), [0, rival], [coolingOffMs, rival]);
    expect(standing.state).toBe("pending");
    expect(news).toEqual(["rival"]);
    expect(play(standing, [coolingOffMs + 1, { kind: "decided" }]).standing.state).toBe("active");
  });
});

describe("a claim that holds", () => {
  const methods = claimMethods.filter((method) =>
    ["dns", "registry-object", "well-known"].includes(method),
  );

  it.each(methods)(
    "by %s goes stale when its proof is gone, is told of twice, and lapses after its grace",
    (method) => {
      const { graceMs } = claimSchedules[method];
      const gone = { kind: "gone" } as const;
      const days = Array.from(
        { length: 2 * Math.round(graceMs / dayMs) },
        (_, i) => [i * 12 * hourMs, gone] as const,
      );
      const held = { ...active, method };
      const before = play(held, ...days);
      expect(before).toMatchObject({
        standing: { state: "stale", reason: "proof-gone" },
        news: ["stale", "reminder"],
      });
      const after = play(
        before.standing,
        [graceMs, gone],
        [graceMs + lapsedMs, { kind: "clock", isFree: true }],
      );
      expect(after.news).toEqual(["lapsed", "revoked"]);
    },
  );

  it("recovers when the proof is there again", () => {
    expect(play(active, [0, { kind: "gone" }], [hourMs, seen])).toMatchObject({
      standing: { state: "active", graceUntilMs: null, reminders: 0 },
      news: ["stale", "recovered"],
    });
  });

  it("does not suffer from our not being able to look, for a week", () => {
    const blind = (day: number) => [day * dayMs, { kind: "blind" }] as const;
    expect(play(active, blind(0), blind(3), blind(6)).standing.state).toBe("active");
    expect(play(active, blind(0), [dayMs, seen], blind(7)).standing.state).toBe("active");
    expect(play(active, blind(0), blind(7)).standing).toMatchObject({
      state: "stale",
      reason: "cannot-look",
    });
  });

  it.each(["registry-mail", "vouched", "decision"] as const)(
    "by %s goes stale when nobody confirms it in its time",
    (method) => {
      const { everyMs, graceMs } = claimSchedules[method];
      const held = { ...active, method, nextCheckMs: startMs + everyMs };
      const clock = { kind: "clock", isFree: true } as const;
      expect(play(held, [everyMs - 1, clock]).standing.state).toBe("active");
      expect(play(held, [everyMs, clock]).standing).toMatchObject({
        state: "stale",
        reason: "not-confirmed",
      });
      expect(
        play(held, [everyMs - 1, { kind: "confirmed", isFree: true }], [everyMs, clock]).standing
          .state,
      ).toBe("active");
      const { news } = play(
        held,
        [everyMs, clock],
        [everyMs + graceMs / 2, clock],
        [everyMs + graceMs, clock],
      );
      expect(news).toEqual(["stale", "reminder", "lapsed"]);
    },
  );

  it.each(ownershipSignals)(
    "T4: goes stale at once with %s, and shows only tier 1 until it is clear",
    (signal) => {
      const { standing, news } = play(active, [0, { kind: "signal", signal }]);
      expect(standing).toMatchObject({ state: "stale", reason: signal });
      expect(isFullyTrusted(standing)).toBe(false);
      expect(news).toEqual(["stale"]);
      expect(play(standing, [1, { kind: "signal", signal }]).news).toEqual([]);
    },
  );

  it.each(["registrant-changed", "prefix-transferred"] as const)(
    "T4: is not saved by the old token after %s",
    (signal) => {
      const { standing } = play(
        active,
        [0, { kind: "signal", signal }],
        [hourMs, seen],
        [6 * dayMs, seen],
      );
      expect(standing.state).toBe("stale");
      expect(play(standing, [7 * dayMs, seen]).standing.state).toBe("lapsed");
    },
  );
});

const anEvent: fc.Arbitrary<ClaimEvent> = fc.oneof(
  fc.boolean().map((isFree) => ({ kind: "seen", isFree }) as const),
  fc.boolean().map((isFree) => ({ kind: "confirmed", isFree }) as const),
  fc.boolean().map((isFree) => ({ kind: "clock", isFree }) as const),
  fc
    .constantFrom(
      "gone" as const,
      "blind" as const,
      "declined" as const,
      "withdrawn" as const,
      "decided" as const,
    )
    .map((kind) => ({ kind })),
  fc.constantFrom(...ownershipSignals).map((signal) => ({ kind: "signal", signal }) as const),
);

const anHistory = fc.tuple(
  fc.constantFrom(...claimMethods),
  fc.array(fc.tuple(fc.integer({ min: 0, max: 40 * dayMs }), anEvent), { maxLength: 30 }),
);

describe("whatever happens to a claim", () => {
  const eachStep = (
    check: (
      before: ClaimStanding,
      event: ClaimEvent,
      after: ReturnType<typeof nextStanding>,
      nowMs: number,
    ) => void,
  ) =>
    fc.assert(
      fc.property(anHistory, ([method, steps]) => {
        let standing = asked(method);
        let nowMs = startMs;
        for (const [waitMs, event] of steps) {
          nowMs += waitMs;
          const next = nextStanding(standing, event, nowMs);
          check(standing, event, next, nowMs);
          standing = next.standing;
        }
      }),
      propertySettings,
    );

  it("takes effect only with a proof that was seen for a day while nobody else held the same, or by a person", () => {
    eachStep((before, event, { standing }, nowMs) => {
      if (isInForce(before) || !isInForce(standing)) return;
      if (event.kind === "decided") return;
      expect(event).toMatchObject({ isFree: true });
      expect(nowMs - (before.seenSinceMs ?? nowMs)).toBeGreaterThanOrEqual(coolingOffMs);
    });
  });

  it("is told of when it begins or ends to hold, and never ends without having been stale, but by its own word or ours", () => {
    eachStep((before, event, { standing, news }) => {
      if (isInForce(before) === isInForce(standing)) return;
      expect(news).not.toBeNull();
      if (isInForce(before))
        expect(before.state === "stale" || ["withdrawn", "declined"].includes(event.kind)).toBe(
          true,
        );
    });
  });

  it("is over once it was revoked", () => {
    eachStep((before, _, { standing, news }) => {
      if (before.state !== "revoked") return;
      expect(standing).toBe(before);
      expect(news).toBeNull();
    });
  });

  it("is the same when an event is told twice at one instant, and nobody hears it twice", () => {
    eachStep((_, event, { standing }, nowMs) => {
      const again = nextStanding(standing, event, nowMs);
      const heard = again.news !== null && again.news !== "rival" && again.news !== "recovered";
      if (heard) expect(again.standing.state).not.toBe(standing.state);
      expect(nextStanding(again.standing, event, nowMs).standing.state).toBe(again.standing.state);
    });
  });

  it("has a next time to look at unless it is over", () => {
    eachStep((_, __, { standing }) => {
      if (standing.state !== "revoked") expect(standing.nextCheckMs).not.toBeNull();
    });
  });
});
