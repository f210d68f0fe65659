import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readResponse } from "./read-response.ts";
import { mostResponseText, responseKinds, toResponseDetail } from "./response.ts";

const later = new Date("2026-08-01T00:00:00Z");

describe("an answer as it is sent in", () => {
  test("keeps what belongs to its kind, and nothing else", () => {
    const all = { until: later, reason: "why", to: "whom", message: "words", because: "intended" };
    expect(readResponse({ kind: "fixed", ...all })).toEqual({ kind: "fixed" });
    expect(readResponse({ kind: "forwarded", ...all })).toEqual({ kind: "forwarded", to: "whom" });
    expect(readResponse({ kind: "accepted", ...all })).toEqual({
      kind: "accepted",
      until: later,
      reason: "why",
    });
  });

  test.each([
    [{ kind: "false-positive", reason: "x" }, "incomplete", "because"],
    [{ kind: "false-positive", because: "made-up", reason: "x" }, "incomplete", "because"],
    [{ kind: "false-positive", because: "intended", reason: " \n" }, "incomplete", "reason"],
    [{ kind: "accepted", reason: "x" }, "wrong-until", "until"],
    [{ kind: "accepted", until: later }, "incomplete", "reason"],
    [{ kind: "other-contact" }, "incomplete", "address"],
    [{ kind: "other-contact", address: "no address", language: "nl" }, "incomplete", "address"],
    [{ kind: "contact-us", message: "\u200b" }, "incomplete", "message"],
  ] as const)("%o is refused", (typed, fault, field) => {
    expect(readResponse(typed)).toEqual({ fault, field });
  });

  test("a language alone, or an address alone, is another contact", () => {
    expect(readResponse({ kind: "other-contact", language: "en" })).toEqual({
      kind: "other-contact",
      address: null,
      language: "en",
    });
    expect(readResponse({ kind: "other-contact", address: " Noc@Example.nl " })).toMatchObject({
      address: "noc@example.nl",
    });
  });

  test("whatever is typed, no text turns, hides, is clickable or has no end", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...responseKinds),
        fc.string({ unit: "binary", maxLength: 3000 }),
        (kind, text) => {
          const given = { reason: text, to: text, message: text, because: "other", until: later };
          const response = readResponse({ kind, ...given });
          if (!("kind" in response)) return;
          for (const value of Object.values(toResponseDetail(response))) {
            expect(value ?? "").not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]|https?:\/\//u);
            expect((value ?? "").length).toBeLessThanOrEqual(mostResponseText);
          }
        },
      ),
    );
  });
});
