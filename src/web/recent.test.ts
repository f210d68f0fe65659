import { expect, test } from "vitest";
import { makeRecent } from "./recent.ts";

function counting() {
  let count = 0;
  const finish: (() => void)[] = [];
  const read = (): Promise<number> =>
    new Promise((resolve) => {
      count += 1;
      const answer = count;
      finish.push(() => resolve(answer));
    });
  return { read, finish };
}

test("who asks while it is being read gets the same answer", async () => {
  const { read, finish } = counting();
  const recent = makeRecent(read, () => 0);
  const answers = [recent(), recent(), recent()];
  expect(finish).toHaveLength(1);
  finish[0]?.();
  expect(await Promise.all(answers)).toEqual([1, 1, 1]);
  const next = recent();
  finish[1]?.();
  expect(await next).toBe(2);
});

test("what may grow old is not read again", async () => {
  const { read, finish } = counting();
  const recent = makeRecent(read, () => 60_000);
  const first = recent();
  finish[0]?.();
  expect([await first, await recent()]).toEqual([1, 1]);
});

test("a failure is told to those who waited, and not kept", async () => {
  let calls = 0;
  const recent = makeRecent(
    async () => {
      calls += 1;
      if (calls === 1) throw new Error("down");
      return calls;
    },
    () => 60_000,
  );
  const answers = await Promise.allSettled([recent(), recent()]);
  expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await recent()).toBe(2);
});
