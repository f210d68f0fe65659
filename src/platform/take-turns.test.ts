import { expect, test } from "vitest";
import { makeTurns } from "./take-turns.ts";

test("so many work at once, in the order in which they came, also after one that failed", async () => {
  const takeTurn = makeTurns(2);
  const begun: number[] = [];
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
  const works = gates.map(({ promise }, i) =>
    takeTurn(async () => {
      begun.push(i);
      await promise;
      return i;
    }),
  );
  const ended = Promise.allSettled(works);
  expect(begun).toEqual([0, 1]);
  gates[1]?.reject(new Error("no"));
  await works[1]?.catch(() => undefined);
  await Promise.resolve();
  expect(begun).toEqual([0, 1, 2]);
  for (const { resolve } of gates) resolve();
  expect((await ended).map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    ...Array<string>(3).fill("fulfilled"),
  ]);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});
