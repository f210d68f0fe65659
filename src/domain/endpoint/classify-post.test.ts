import { describe, expect, it } from "vitest";
import { classifyPost } from "./classify-post.ts";

const now = new Date("2026-07-01T09:00:00Z");
const answer = (status: number, headers: Record<string, string> = {}, text = "") =>
  classifyPost({ kind: "answered", status, headers: new Map(Object.entries(headers)), text }, now);

describe("an answer of a webhook", () => {
  it.each([
    [200, "accepted"],
    [204, "accepted"],
    [299, "accepted"],
    [301, "retry"],
    [307, "retry"],
    [400, "retry"],
    [401, "retry"],
    [404, "retry"],
    [410, "address-dead"],
    [413, "content"],
    [422, "content"],
    [429, "retry"],
    [500, "retry"],
    [599, "retry"],
  ])("%i means %s", (status, outcome) => {
    expect(answer(status)).toMatchObject({ outcome, code: status, absent: false });
  });

  it.each([
    ["120", "2026-07-01T09:02:00.000Z"],
    ["Wed, 01 Jul 2026 10:00:00 GMT", "2026-07-01T10:00:00.000Z"],
    ["999999999", "2026-07-02T09:00:00.000Z"],
  ])("says with Retry-After %s when to come back", (text, at) => {
    expect(answer(503, { "retry-after": text }).notBefore).toEqual(new Date(at));
  });

  it.each(["0", "-5", "soon", "1e9", "Wed, 01 Jul 2020 10:00:00 GMT"])(
    "says nothing with Retry-After %s",
    (text) => {
      expect(answer(503, { "retry-after": text }).notBefore).toBeNull();
    },
  );

  it("is shown as harmless text", () => {
    const { text } = answer(500, {}, `\u202e<script>\r\nhttps://evil.example/ ${"x".repeat(5000)}`);
    expect(text).toMatch(/^<script> hxxps:\/\/evil\[\.\]example\//);
    expect(text?.length).toBeLessThanOrEqual(300);
  });
});

it("that there is none is tried again", () => {
  const failed = { kind: "failed", reason: "time-out", detail: "it takes too long" } as const;
  expect(classifyPost(failed, now)).toMatchObject({
    outcome: "retry",
    code: null,
    absent: true,
    fault: "time-out: it takes too long",
  });
});
