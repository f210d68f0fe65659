import { describe, expect, test } from "vitest";
import { makeWorld } from "../../../test/properties/make-world.ts";
import { policyNumberOf } from "../finding/policy-number.ts";
import type { FinderId } from "../ids.ts";
import type { FinderPolicy } from "../world/world.ts";
import { listEmbargoes } from "./embargo.ts";

const day = 86_400_000;
const at = (text: string) => Date.parse(`${text}T00:00:00Z`);

function embargoesOf(line: Partial<FinderPolicy>, now: string) {
  return listEmbargoes(makeWorld({ finders: { police: [line] } }), at(now)).map(
    ({ policy, ...window }) => {
      expect(policy).toBe(policyNumberOf("police" as FinderId));
      return window;
    },
  );
}

/** Whether a finding of the day waits. */
const waits = (line: Partial<FinderPolicy>, seen: string, now: string): boolean =>
  embargoesOf(line, now).some(
    ({ seenFrom, seenUntil }) => seenFrom <= at(seen) && at(seen) < seenUntil,
  );

describe("an embargo", () => {
  test("without one nothing waits", () => {
    expect(embargoesOf({}, "2026-07-01")).toEqual([]);
  });

  test("until an instant holds everything before it, and nothing from then on", () => {
    const line = { embargoUntil: at("2026-07-10") };
    expect(waits(line, "2020-01-01", "2026-07-09")).toBe(true);
    expect(embargoesOf(line, "2026-07-10")).toEqual([]);
  });

  test("for some time holds what was seen less long ago, to the very end", () => {
    const line = { embargoMs: 7 * day };
    expect(waits(line, "2026-07-01", "2026-07-07")).toBe(true);
    expect(waits(line, "2026-07-01", "2026-07-08")).toBe(false);
  });

  test("of a line that ended holds what was seen while it held", () => {
    const line = { embargoMs: 7 * day, until: at("2026-07-05") };
    expect(waits(line, "2026-07-04", "2026-07-06")).toBe(true);
    expect(waits(line, "2026-07-05", "2026-07-06")).toBe(false);
    expect(embargoesOf(line, "2026-07-20")).toEqual([]);
  });

  test("of a line that begins counts when it began, whenever it was seen", () => {
    const line = { embargoUntil: at("2026-08-01"), since: at("2026-07-05") };
    expect(waits(line, "2026-07-01", "2026-07-04")).toBe(false);
    expect(waits(line, "2026-07-01", "2026-07-06")).toBe(true);
  });
});
