import { describe, expect, it } from "vitest";
import { isBraked, listBraked } from "./change-brake.ts";

const limits = { worldChangePercent: 10, decisions: { floor: 50, percent: 10 } };
const decisions = (moved: number, findings: number) => ({ moved, changedShare: moved / findings });

describe("listBraked", () => {
  it("lets go what changes no more than the limits say", () => {
    const difference = { coverage: { changedShare: 0.1 }, decisions: decisions(100, 1000) };
    expect(listBraked(difference, limits)).toEqual([]);
    expect(isBraked(difference, limits)).toBe(false);
    expect(isBraked({ coverage: null, decisions: null }, limits)).toBe(false);
  });

  it("names each brake that holds it", () => {
    const difference = { coverage: { changedShare: 0.11 }, decisions: decisions(101, 1000) };
    expect(listBraked(difference, limits)).toEqual(["addresses", "decisions"]);
    expect(isBraked({ ...difference, decisions: null }, limits)).toBe(true);
    expect(isBraked({ ...difference, coverage: null }, limits)).toBe(true);
  });

  it("takes no notice of a few findings, however many they are of all", () => {
    expect(listBraked({ coverage: null, decisions: decisions(50, 50) }, limits)).toEqual([]);
    expect(listBraked({ coverage: null, decisions: decisions(51, 51) }, limits)).toEqual([
      "decisions",
    ]);
  });
});
