import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readAdvice } from "./advice.ts";
import { checkAdvice } from "./check-advice.ts";
import { readCatalogue } from "./finding-types.ts";

const data = join(import.meta.dirname, "../../data");
const folder = join(data, "finding-types");
const texts = readAdvice(join(data, "advice"));
const catalogue = readCatalogue(folder);

describe("checkAdvice", () => {
  it("finds nothing wrong with what ships", () => {
    expect(() => checkAdvice(texts, catalogue, folder)).not.toThrow();
  });

  it("finds a finding type without advice, and advice that nobody gets", () => {
    const { "open-rdp": one, ...rest } = Object.fromEntries(texts);
    if (one === undefined) throw new Error("no text open-rdp");
    const renamed = new Map(Object.entries({ ...rest, "open-rpd": one }));
    expect(() => checkAdvice(renamed, catalogue, folder)).toThrow(
      "open-rdp is asked for and missing; open-rpd belongs to no finding type",
    );
  });
});
