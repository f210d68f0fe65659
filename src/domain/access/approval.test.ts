import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ApprovalAnswer,
  type ApprovalFacts,
  type ApprovalRule,
  findAnswerFault,
  needsApproval,
  type Person,
  stateOfApproval,
} from "./approval.ts";

const expiresAt = new Date("2026-07-04T09:00:00Z");
const before = new Date(expiresAt.getTime() - 1);

/** Few people and bodies, so that they repeat; the same body written in two ways. */
const aPerson: fc.Arbitrary<Person> = fc.constantFrom(0, 1, 2, 3, 4, 5).chain((i) =>
  fc.constantFrom<string | null>(null, "NCSC", " ncsc", "DIVD").map((body) => ({
    name: `p${i}`,
    body: i % 2 === 0 ? body : body === null ? null : "DTC",
  })),
);
const anAnswer = (approves: fc.Arbitrary<boolean>): fc.Arbitrary<ApprovalAnswer> =>
  fc.record({ person: aPerson, approves });
const facts = (approves: fc.Arbitrary<boolean>): fc.Arbitrary<ApprovalFacts> =>
  fc.integer({ min: 2, max: 4 }).chain((people) =>
    fc.record({
      asker: aPerson,
      people: fc.constant(people),
      bodies: fc.integer({ min: 1, max: people }),
      expiresAt: fc.constant(expiresAt),
      usedAt: fc.constant(null),
      answers: fc.array(anAnswer(approves), { maxLength: 6 }),
    }),
  );
const approving = facts(fc.constant(true));

/** Who takes part, said in another way: by sets, without the rule's own counting. */
function count({ asker, answers }: ApprovalFacts): { people: number; bodies: number } {
  const all = [{ person: asker }, ...answers.filter(({ person }) => person.name !== asker.name)];
  const bodies = all.map(({ person }) => person.body?.trim().toUpperCase());
  return {
    people: new Set(all.map(({ person }) => person.name)).size,
    bodies: new Set(bodies.filter((body) => body !== undefined)).size,
  };
}

describe("a request for approval", () => {
  it("is approved exactly when so many people of so many bodies take part", () => {
    fc.assert(
      fc.property(approving, (given) => {
        const { people, bodies } = count(given);
        const suffices = people >= given.people && (given.bodies === 1 || bodies >= given.bodies);
        expect(stateOfApproval(given, before).kind).toBe(suffices ? "approved" : "waiting");
      }),
    );
  });

  it("is never approved by its asker alone, however often it answers", () => {
    fc.assert(
      fc.property(approving, (given) => {
        const answers = given.answers.map((answer) => ({
          ...answer,
          person: { ...answer.person, name: given.asker.name },
        }));
        expect(stateOfApproval({ ...given, answers }, before).kind).toBe("waiting");
      }),
    );
  });

  it("says how many are missing: so many others of other bodies complete it, and no fewer", () => {
    fc.assert(
      fc.property(approving, (given) => {
        const state = stateOfApproval(given, before);
        if (state.kind !== "waiting") return;
        const others = Array.from({ length: state.people }, (_, i) => ({
          person: { name: `other ${i}`, body: `body ${i}` },
          approves: true,
        }));
        const after = (more: readonly ApprovalAnswer[]) =>
          stateOfApproval({ ...given, answers: [...given.answers, ...more] }, before).kind;
        expect(state.people).toBeGreaterThanOrEqual(state.bodies);
        expect(after(others)).toBe("approved");
        expect(after(others.slice(1))).toBe("waiting");
      }),
    );
  });

  it("does not depend on the order of answers, and one more approval never takes one away", () => {
    fc.assert(
      fc.property(approving, anAnswer(fc.constant(true)), (given, more) => {
        const state = (answers: readonly ApprovalAnswer[]) =>
          stateOfApproval({ ...given, answers }, before).kind;
        expect(state(given.answers.toReversed())).toBe(state(given.answers));
        if (state(given.answers) === "approved") {
          expect(state([...given.answers, more])).toBe("approved");
        }
      }),
    );
  });

  it("is refused by anybody who refuses, over when its time is, and used once", () => {
    fc.assert(
      fc.property(facts(fc.boolean()), (given) => {
        const isRefused = given.answers.some(({ approves }) => !approves);
        expect(stateOfApproval(given, before).kind === "refused").toBe(isRefused);
        expect(stateOfApproval(given, expiresAt).kind).toBe(isRefused ? "refused" : "expired");
        expect(stateOfApproval({ ...given, usedAt: before }, expiresAt).kind).toBe("used");
      }),
    );
  });

  it("takes the answers that change something, and no others", () => {
    fc.assert(
      fc.property(facts(fc.boolean()), anAnswer(fc.boolean()), (given, answer) => {
        const fault = findAnswerFault(given, answer, before);
        const { kind } = stateOfApproval(given, before);
        const isOwn = answer.person.name === given.asker.name;
        const isKnown = given.answers.some(({ person }) => person.name === answer.person.name);
        const isOpen = kind === "waiting" || (kind === "approved" && !answer.approves);
        const isWelcome = isOpen && !(answer.approves && (isOwn || isKnown));
        expect(fault === null).toBe(isWelcome);
        expect(findAnswerFault(given, answer, expiresAt)).toBe("closed");
      }),
    );
  });
});

describe("an act", () => {
  const rule: ApprovalRule = {
    people: 2,
    bodies: 1,
    within: { months: 0, days: 3, ms: 0 },
    above: null,
  };
  it("that a brake holds asks always; one without a brake too, unless it is small", () => {
    expect(needsApproval(rule, "world.load", { figure: 2, braked: false })).toBe(false);
    expect(needsApproval(rule, "world.load", { figure: 2, braked: true })).toBe(true);
    expect(needsApproval(rule, "report.release", { figure: 1, braked: false })).toBe(true);
    const above = { ...rule, above: 10 };
    expect(needsApproval(above, "report.release", { figure: 10, braked: false })).toBe(false);
    expect(needsApproval(above, "report.release", { figure: 11, braked: false })).toBe(true);
    expect(needsApproval(above, "world.load", { figure: 10.5, braked: false })).toBe(true);
    // A brake on something else than the figure holds all the same.
    expect(needsApproval(above, "world.load", { figure: 0, braked: true })).toBe(true);
  });
});
