import fc from "fast-check";
import { expect, test } from "vitest";
import { anyQuestion } from "./arbitrary-question.ts";
import { anySetting } from "./arbitrary-setting.ts";
import { anyListedSilence } from "./arbitrary-world.ts";
import { comparable } from "./comparable.ts";
import { fastDecider, naiveDecider } from "./fast-decide.ts";
import { propertySettings, questionsPerWorld } from "./settings.ts";

const anySilences = fc.array(anyListedSilence, { minLength: 1, maxLength: 5, size: "max" });

test("with a suppression list the fast decision is the naive one", () => {
  let stopped = 0;
  let changed = 0;
  fc.assert(
    fc.property(
      anySetting,
      anySilences,
      fc.array(anyQuestion, { minLength: 1, maxLength: questionsPerWorld, size: "max" }),
      (plain, silences, questions) => {
        const setting = { ...plain, silences };
        const [fast, naive, before] = [
          fastDecider(setting),
          naiveDecider(setting),
          fastDecider(plain),
        ];
        for (const question of questions) {
          const decision = fast(question);
          expect(comparable(decision)).toEqual(comparable(naive(question)));
          const was = before(question);
          if (decision.primary?.address !== was.primary?.address) changed += 1;
          if (decision.held?.reason === "stopped" && was.primary !== null) stopped += 1;
        }
      },
    ),
    { ...propertySettings, numRuns: 500 },
  );
  expect(changed).toBeGreaterThan(100);
  expect(stopped).toBeGreaterThan(10);
});

test("invariant 10: what one address asks for changes no decision that tells another", () => {
  let silenced = 0;
  fc.assert(
    fc.property(anySetting, anySilences, anyQuestion, (setting, silences, question) => {
      const before = fastDecider(setting)(question);
      if (before.primary === null) return;
      const told = [before.primary, ...before.informed].map(({ address }) => address);
      const others = silences.filter(({ email }) => !told.includes(email));
      silenced += others.length;
      expect(fastDecider({ ...setting, silences: others })(question)).toEqual(before);
    }),
    { ...propertySettings, numRuns: 800 },
  );
  expect(silenced).toBeGreaterThan(500);
});

test("nobody is told who wants no mail, and whoever is told instead could have been told before", () => {
  fc.assert(
    fc.property(anySetting, anySilences, anyQuestion, (setting, silences, question) => {
      const decision = fastDecider({ ...setting, silences })(question);
      const told = [decision.primary, ...decision.informed].flatMap(
        (party) => party?.address ?? [],
      );
      const { decidedAt } = question;
      const wholly = silences.filter(
        ({ kind, asset, digestsOnly, since, until }) =>
          kind === null &&
          asset === null &&
          !digestsOnly &&
          since <= decidedAt &&
          decidedAt < until,
      );
      expect(wholly.filter(({ email }) => told.includes(email))).toEqual([]);
    }),
    { ...propertySettings, numRuns: 800 },
  );
});
