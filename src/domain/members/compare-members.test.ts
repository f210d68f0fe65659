import { describe, expect, it } from "vitest";
import type { OrganisationId } from "../ids.ts";
import { askRelation, nextRelation } from "../relation/next-relation.ts";
import { compareMembers, findListBrake, type KnownMember } from "./compare-members.ts";

const nowMs = Date.UTC(2026, 6, 1);
const open = { informed: false, untilMs: null };

function served(member: string, vouches: readonly string[] = []): KnownMember {
  const asked = askRelation("intermediary", open, nowMs);
  const consent = { kind: "consented", side: "member", informed: false } as const;
  const { standing } = nextRelation(asked, consent, nowMs);
  const intermediary = "cert" as OrganisationId;
  return { id: member, member: member as OrganisationId, intermediary, standing, vouches };
}

const named = (member: string, vouches: readonly string[] = [], informed = false) => ({
  member: member as OrganisationId,
  informed,
  vouches,
});

describe("compareMembers", () => {
  it("puts each member in one place", () => {
    const asking = { ...served("asking"), standing: askRelation("member", open, nowMs) };
    const waiting = { ...served("waiting"), standing: askRelation("intermediary", open, nowMs) };
    const known = [
      served("same", ["192.0.2.0/24"]),
      served("other"),
      served("gone"),
      asking,
      waiting,
    ];
    const list = ["new", "asking", "waiting", "file"].map((id) => named(id));
    const difference = compareMembers(
      [...list, named("same", ["192.0.2.0/24"]), named("other", [], true)],
      known,
      new Set(["file"] as OrganisationId[]),
    );
    expect(difference).toEqual({
      added: ["new"],
      consented: ["asking"],
      changed: ["other"],
      confirmed: ["same", "waiting"],
      gone: ["gone"],
      loaded: ["file"],
    });
  });
});

describe("T15: the brake on lists", () => {
  const members = (count: number, from = 0) =>
    Array.from({ length: count }, (_, i) => `m${from + i}` as OrganisationId);
  const known = members(10).map((member) => served(member));

  it.each([
    [2, null],
    [3, "gone"],
    [10, "gone"],
  ])("with %i of ten gone: %s", (count, brake) => {
    expect(findListBrake({ added: [], gone: members(count) }, known)).toBe(brake);
  });

  it.each([
    [50, null],
    [51, "added"],
  ])("with %i new ones: %s", (count, brake) => {
    expect(findListBrake({ added: members(count, 100), gone: [] }, known)).toBe(brake);
  });

  it("lets one go, of however few", () => {
    expect(findListBrake({ added: [], gone: members(1) }, known.slice(0, 1))).toBeNull();
  });
});
