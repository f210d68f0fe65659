import { describe, expect, test } from "vitest";
import { judgeResponse, mostUntilMs, type Standing } from "./judge-response.ts";
import { type Response, type ResponseKind, responseKinds } from "./response.ts";

const now = new Date("2026-07-01T09:00:00Z");
const later = new Date("2026-08-01T00:00:00Z");

const owner: Standing = {
  isLive: true,
  isRecipient: true,
  isOwner: true,
  trust: "proved",
  isSupplier: false,
};

const sample: Record<ResponseKind, Response> = {
  fixed: { kind: "fixed" },
  working: { kind: "working", until: later },
  forwarded: { kind: "forwarded", to: null },
  "not-ours": { kind: "not-ours", reason: null },
  "false-positive": { kind: "false-positive", because: "intended", reason: "a jump host" },
  accepted: { kind: "accepted", until: later, reason: "replaced soon" },
  "other-contact": { kind: "other-contact", address: null, language: "nl" },
  stop: { kind: "stop", reason: null },
  "contact-us": { kind: "contact-us", message: "call us" },
};

const judge = (response: Response, changes: Partial<Standing> = {}) =>
  judgeResponse(response, { ...owner, ...changes }, now);

describe("an answer", () => {
  test("leads on by the table of events, or waits for a person", () => {
    const drawn = responseKinds.map((kind) => {
      const effect = judge(sample[kind]);
      return effect.kind === "takes"
        ? `${kind}: ${[effect.event ?? "no event", effect.waits && "waits", effect.passesOn && "passes on", effect.doubtsClaim && "doubts"].filter(Boolean).join(", ")}`
        : `${kind}: ${effect.kind}`;
    });
    expect(drawn).toEqual([
      "fixed: said-fixed",
      "working: said-working",
      "forwarded: acknowledged",
      "not-ours: said-not-ours, passes on, doubts",
      "false-positive: disputed",
      "accepted: accepted",
      "other-contact: no event, waits",
      "stop: no event, waits",
      "contact-us: no event, waits",
    ]);
  });

  test.each(responseKinds)("%s is late where the finding is closed or somebody else's", (kind) => {
    expect(judge(sample[kind], { isLive: false })).toEqual({ kind: "late" });
  });

  test.each(responseKinds)(
    "%s of a supplier counts only where it says whether it works on it",
    (kind) => {
      const effect = judge(sample[kind], { isSupplier: true });
      expect(effect.kind).toBe(kind === "fixed" || kind === "working" ? "takes" : "refused");
    },
  );

  test.each(["attested", "vouched", "registry", null] as const)(
    "accepts no risk for an owner by a claim that is %s",
    (trust) => {
      const effect = judge(sample.accepted, { trust });
      expect(effect).toEqual({ kind: "refused", because: "not-proved" });
    },
  );

  test("accepts no risk for who is asked to act and owns nothing", () => {
    const effect = judge(sample.accepted, { isOwner: false, trust: "proved" });
    expect(effect).toEqual({ kind: "refused", because: "not-proved" });
  });

  test("not ours passes on only from who is asked; an owner behind an intermediary is heard by a person", () => {
    expect(judge(sample["not-ours"], { isRecipient: false })).toEqual({
      kind: "takes",
      event: null,
      passesOn: false,
      doubtsClaim: true,
      waits: true,
    });
    expect(judge(sample["not-ours"], { isOwner: false })).toMatchObject({
      passesOn: true,
      doubtsClaim: false,
    });
    expect(judge(sample["not-ours"], { isRecipient: false, isOwner: false })).toEqual({
      kind: "late",
    });
  });

  test.each(["working", "accepted"] as const)("%s holds neither backwards nor for ever", (kind) => {
    const until = (ms: number): Response => {
      const at = new Date(now.getTime() + ms);
      return kind === "working" ? { kind, until: at } : { kind, until: at, reason: "soon" };
    };
    const wrong = { kind: "refused", because: "wrong-until" };
    expect(judge(until(0))).toEqual(wrong);
    expect(judge(until(-1))).toEqual(wrong);
    expect(judge(until(mostUntilMs[kind] + 2 * 86_400_000))).toEqual(wrong);
    expect(judge(until(mostUntilMs[kind])).kind).toBe("takes");
    expect(judge(until(1)).kind).toBe("takes");
  });
});
