import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { propertySettings } from "../../../test/properties/settings.ts";
import {
  askedMs,
  askRelation,
  confirmGraceMs,
  confirmWithinMs,
  nextRelation,
  type RelationEvent,
  type RelationNews,
} from "./next-relation.ts";
import {
  isInForce,
  isInformed,
  type RelationStanding,
  relationSides,
} from "./relation-standing.ts";

const startMs = Date.UTC(2026, 6, 1);
const dayMs = 86_400_000;
const open = { informed: true, untilMs: null };
const asked = askRelation("intermediary", open, startMs);

/** Plays events at times after the start; answers where it ends, and what was told. */
function play(
  standing: RelationStanding,
  ...events: readonly (readonly [afterMs: number, event: RelationEvent])[]
): { readonly standing: RelationStanding; readonly news: readonly RelationNews[] } {
  const news: RelationNews[] = [];
  let current = standing;
  for (const [afterMs, event] of events) {
    const next = nextRelation(current, event, startMs + afterMs);
    current = next.standing;
    if (next.news !== null) news.push(next.news);
  }
  return { standing: current, news };
}

const clock = { kind: "clock" } as const;
const confirmed = { kind: "confirmed" } as const;
const byMember = { kind: "consented", side: "member", informed: false } as const;
const active = play(asked, [dayMs, byMember]).standing;

describe("a relation", () => {
  it("holds from the second consent on, and informs only when both want it", () => {
    expect(isInForce(asked)).toBe(false);
    expect(active).toMatchObject({ state: "active", activeSinceMs: startMs + dayMs });
    expect(isInformed(active)).toBe(false);
    const both = play(active, [2 * dayMs, { ...byMember, informed: true }]);
    expect(both.news).toEqual(["informed"]);
    expect(isInformed(both.standing)).toBe(true);
    expect(both.standing.activeSinceMs).toBe(startMs + dayMs);
  });

  it("is not consented to by the side that asked, by a list or by waiting", () => {
    const again = { kind: "consented", side: "intermediary", informed: true } as const;
    const { standing, news } = play(asked, [1, again], [2, confirmed], [askedMs - 1, clock]);
    expect([standing.state, news]).toEqual(["asked", []]);
    expect(play(asked, [askedMs, clock])).toMatchObject({
      standing: { state: "ended", reason: "never-consented" },
      news: ["ended"],
    });
    expect(play(asked, [askedMs, byMember]).standing.state).toBe("ended");
  });

  it("goes stale after 90 days without a list, still holds, and ends 30 days later", () => {
    const dueMs = dayMs + confirmWithinMs;
    const stale = play(active, [dueMs - 1, clock], [dueMs, clock]);
    expect(stale).toMatchObject({ standing: { state: "stale" }, news: ["stale"] });
    expect(isInForce(stale.standing)).toBe(true);
    expect(play(stale.standing, [dueMs + confirmGraceMs, clock])).toMatchObject({
      standing: { state: "ended", reason: "not-confirmed-in-time" },
      news: ["ended"],
    });
    const back = play(stale.standing, [dueMs + dayMs, confirmed]);
    expect(back).toMatchObject({
      standing: { state: "active", nextCheckMs: startMs + dueMs + dayMs + confirmWithinMs },
      news: ["recovered"],
    });
  });

  it.each(relationSides)("ends at once by the word of the %s", (side) => {
    expect(play(active, [2 * dayMs, { kind: "ended", side }])).toMatchObject({
      standing: { state: "ended", reason: `ended-by-${side}` },
      news: ["ended"],
    });
  });

  it("ends at its date, which one side alone only brings nearer", () => {
    const dated = play(
      active,
      [2 * dayMs, { kind: "dated", untilMs: startMs + 9 * dayMs }],
      [3 * dayMs, { kind: "dated", untilMs: startMs + 20 * dayMs }],
    ).standing;
    expect(dated).toMatchObject({ state: "active", untilMs: startMs + 9 * dayMs });
    expect(play(dated, [9 * dayMs, confirmed])).toMatchObject({
      standing: { state: "ended", reason: "date-passed" },
    });
  });
});

const anEvent: fc.Arbitrary<RelationEvent> = fc.oneof(
  fc.constantFrom(clock, confirmed),
  fc
    .tuple(fc.constantFrom(...relationSides), fc.boolean())
    .map(([side, informed]) => ({ kind: "consented", side, informed }) as const),
  fc.constantFrom(...relationSides).map((side) => ({ kind: "ended", side }) as const),
  fc
    .integer({ min: 0, max: 400 * dayMs })
    .map((afterMs) => ({ kind: "dated", untilMs: startMs + afterMs }) as const),
);

describe("whatever happens to a relation", () => {
  const eachStep = (
    check: (
      before: RelationStanding,
      event: RelationEvent,
      after: ReturnType<typeof nextRelation>,
      nowMs: number,
    ) => void,
  ) =>
    fc.assert(
      fc.property(
        fc.constantFrom(...relationSides),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 40 * dayMs }), anEvent), { maxLength: 30 }),
        (side, steps) => {
          let standing = askRelation(side, open, startMs);
          let nowMs = startMs;
          for (const [waitMs, event] of steps) {
            nowMs += waitMs;
            const next = nextRelation(standing, event, nowMs);
            check(standing, event, next, nowMs);
            standing = next.standing;
          }
        },
      ),
      propertySettings,
    );

  it("comes into force by the word of the side that had not spoken, and by nothing else", () => {
    eachStep((before, event, { standing, news }, nowMs) => {
      if (isInForce(before) || !isInForce(standing)) return;
      expect(event.kind).toBe("consented");
      if (event.kind === "consented") expect(before.consents[event.side]).toBeNull();
      expect([standing.activeSinceMs, news]).toEqual([nowMs, "active"]);
    });
  });

  it("ends by a word, a date, or after it was stale, and everybody is told", () => {
    eachStep((before, event, { standing, news }, nowMs) => {
      if (before.state === "ended" || standing.state !== "ended") return;
      expect(news).toBe("ended");
      const dated = standing.untilMs !== null && nowMs >= standing.untilMs;
      expect(event.kind === "ended" || dated || before.state !== "active").toBe(true);
    });
  });

  it("is over once it ended, and changes nothing more by the same event at the same instant", () => {
    eachStep((before, event, { standing }, nowMs) => {
      if (before.state === "ended") expect(standing).toBe(before);
      const again = nextRelation(standing, event, nowMs);
      expect(again.standing).toEqual(standing);
      expect(again.news).toBeNull();
    });
  });

  it("has a next time to look at unless it is over", () => {
    eachStep((_, __, { standing }) => {
      expect(standing.nextCheckMs === null).toBe(standing.state === "ended");
    });
  });
});
