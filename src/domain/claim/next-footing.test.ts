import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { propertySettings } from "../../../test/properties/settings.ts";
import {
  type ClaimFooting,
  claimMethods,
  isFullyTrusted,
  isInForce,
  ownershipSignals,
} from "./claim-footing.ts";
import { claimSchedules, coolingOffMs, lapsedMs, tokenMs } from "./claim-schedule.ts";
import { type ClaimEvent, type ClaimNews, nextFooting } from "./next-footing.ts";

const startMs = Date.UTC(2026, 6, 1);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const asked = (method: ClaimFooting["method"] = "dns"): ClaimFooting => ({
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
  footing: ClaimFooting,
  ...events: readonly (readonly [afterMs: number, event: ClaimEvent])[]
): { readonly footing: ClaimFooting; readonly news: readonly ClaimNews[] } {
  const news: ClaimNews[] = [];
  let current = footing;
  for (const [afterMs, event] of events) {
    const next = nextFooting(current, event, startMs + afterMs);
    current = next.footing;
    if (next.news !== null) news.push(next.news);
  }
  return { footing: current, news };
}

const seen = { kind: "seen", isFree: true } as const;
const active = play(asked(), [0, seen], [coolingOffMs, seen]).footing;

describe("a claim that was asked for", () => {
  it("takes effect a day after its proof was seen, if it is still there", () => {
    expect(play(asked(), [0, seen]).footing).toMatchObject({
      state: "pending",
      nextCheckMs: startMs + coolingOffMs,
    });
    expect(play(asked(), [0, seen], [coolingOffMs, seen])).toMatchObject({
      footing: { state: "active", nextCheckMs: startMs + coolingOffMs + dayMs },
      news: ["active"],
    });
  });

  it("begins its day anew when the proof was gone in between", () => {
    const { footing } = play(asked(), [0, seen], [hourMs, { kind: "gone" }], [coolingOffMs, seen]);
    expect(footing).toMatchObject({ state: "pending", seenSinceMs: startMs + coolingOffMs });
  });

  it("ends when its token was not used in thirty days", () => {
    const gone = { kind: "gone" } as const;
    expect(play(asked(), [tokenMs - 1, gone]).footing.state).toBe("pending");
    expect(play(asked(), [tokenMs, gone])).toMatchObject({
      footing: { state: "revoked", reason: "never-proved" },
      news: ["revoked"],
    });
  });

  it("by a code that was typed takes effect a day later by itself", () => {
    const confirmed = { kind: "confirmed", isFree: true } as const;
    const clock = { kind: "clock", isFree: true } as const;
    const typed = play(asked("registry-mail"), [0, confirmed], [coolingOffMs - 1, clock]);
    expect(typed.footing).toMatchObject({ state: "pending", nextCheckMs: startMs + coolingOffMs });
    expect(play(typed.footing, [coolingOffMs, clock]).footing.state).toBe("active");
    expect(play(typed.footing, [coolingOffMs, { ...clock, isFree: false }]).news).toEqual([
      "rival",
    ]);
  });

  it("waits for a person where another holds the same; the holder is not touched by it", () => {
    const rival = { kind: "seen", isFree: false } as const;
    const { footing, news } = play(asked(), [0, rival], [coolingOffMs, rival]);
    expect(footing.state).toBe("pending");
    expect(news).toEqual(["rival"]);
    expect(play(footing, [coolingOffMs + 1, { kind: "decided" }]).footing.state).toBe("active");
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
        footing: { state: "stale", reason: "proof-gone" },
        news: ["stale", "reminder"],
      });
      const after = play(
        before.footing,
        [graceMs, gone],
        [graceMs + lapsedMs, { kind: "clock", isFree: true }],
      );
      expect(after.news).toEqual(["lapsed", "revoked"]);
    },
  );

  it("recovers when the proof is there again", () => {
    expect(play(active, [0, { kind: "gone" }], [hourMs, seen])).toMatchObject({
      footing: { state: "active", graceUntilMs: null, reminders: 0 },
      news: ["stale", "recovered"],
    });
  });

  it("does not suffer from our not being able to look, for a week", () => {
    const blind = (day: number) => [day * dayMs, { kind: "blind" }] as const;
    expect(play(active, blind(0), blind(3), blind(6)).footing.state).toBe("active");
    expect(play(active, blind(0), [dayMs, seen], blind(7)).footing.state).toBe("active");
    expect(play(active, blind(0), blind(7)).footing).toMatchObject({
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
      expect(play(held, [everyMs - 1, clock]).footing.state).toBe("active");
      expect(play(held, [everyMs, clock]).footing).toMatchObject({
        state: "stale",
        reason: "not-confirmed",
      });
      expect(
        play(held, [everyMs - 1, { kind: "confirmed", isFree: true }], [everyMs, clock]).footing
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
      const { footing, news } = play(active, [0, { kind: "signal", signal }]);
      expect(footing).toMatchObject({ state: "stale", reason: signal });
      expect(isFullyTrusted(footing)).toBe(false);
      expect(news).toEqual(["stale"]);
      expect(play(footing, [1, { kind: "signal", signal }]).news).toEqual([]);
    },
  );

  it.each(["registrant-changed", "prefix-transferred"] as const)(
    "T4: is not saved by the old token after %s",
    (signal) => {
      const { footing } = play(
        active,
        [0, { kind: "signal", signal }],
        [hourMs, seen],
        [6 * dayMs, seen],
      );
      expect(footing.state).toBe("stale");
      expect(play(footing, [7 * dayMs, seen]).footing.state).toBe("lapsed");
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
      before: ClaimFooting,
      event: ClaimEvent,
      after: ReturnType<typeof nextFooting>,
      nowMs: number,
    ) => void,
  ) =>
    fc.assert(
      fc.property(anHistory, ([method, steps]) => {
        let footing = asked(method);
        let nowMs = startMs;
        for (const [waitMs, event] of steps) {
          nowMs += waitMs;
          const next = nextFooting(footing, event, nowMs);
          check(footing, event, next, nowMs);
          footing = next.footing;
        }
      }),
      propertySettings,
    );

  it("takes effect only with a proof that was seen for a day while nobody else held the same, or by a person", () => {
    eachStep((before, event, { footing }, nowMs) => {
      if (isInForce(before) || !isInForce(footing)) return;
      if (event.kind === "decided") return;
      expect(event).toMatchObject({ isFree: true });
      expect(nowMs - (before.seenSinceMs ?? nowMs)).toBeGreaterThanOrEqual(coolingOffMs);
    });
  });

  it("is told of when it begins or ends to hold, and never ends without having been stale, but by its own word or ours", () => {
    eachStep((before, event, { footing, news }) => {
      if (isInForce(before) === isInForce(footing)) return;
      expect(news).not.toBeNull();
      if (isInForce(before))
        expect(before.state === "stale" || ["withdrawn", "declined"].includes(event.kind)).toBe(
          true,
        );
    });
  });

  it("is over once it was revoked", () => {
    eachStep((before, _, { footing, news }) => {
      if (before.state !== "revoked") return;
      expect(footing).toBe(before);
      expect(news).toBeNull();
    });
  });

  it("is the same when an event is told twice at one instant, and nobody hears it twice", () => {
    eachStep((_, event, { footing }, nowMs) => {
      const again = nextFooting(footing, event, nowMs);
      const heard = again.news !== null && again.news !== "rival" && again.news !== "recovered";
      if (heard) expect(again.footing.state).not.toBe(footing.state);
      expect(nextFooting(again.footing, event, nowMs).footing.state).toBe(again.footing.state);
    });
  });

  it("has a next time to look at unless it is over", () => {
    eachStep((_, __, { footing }) => {
      if (footing.state !== "revoked") expect(footing.nextCheckMs).not.toBeNull();
    });
  });
});
