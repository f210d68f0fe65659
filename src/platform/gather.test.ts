import { describe, expect, it } from "vitest";
import { gather } from "./gather.ts";

/** Asks in steps that the test lets go on. */
function makeAsking() {
  const asked: number[][] = [];
  const goOn: (() => void)[] = [];
  const one = gather<number, string>(async (items) => {
    asked.push([...items]);
    await new Promise<void>((resolve) => goOn.push(resolve));
    if (items.includes(13)) throw new Error("unlucky");
    return items.map((item) => `${item}!`);
  }, 3);
  const next = async (): Promise<void> => {
    while (goOn.length === 0) await Promise.resolve();
    goOn.shift()?.();
  };
  return { asked, one, next };
}

describe("gather", () => {
  it("asks together for what is wanted at once, and for what came meanwhile", async () => {
    const { asked, one, next } = makeAsking();
    const first = [one(1), one(2)];
    await Promise.resolve();
    await Promise.resolve();
    const second = [one(3), one(4), one(5), one(6)];
    await next();
    await next();
    await next();
    expect(await Promise.all([...first, ...second])).toEqual(["1!", "2!", "3!", "4!", "5!", "6!"]);
    expect(asked).toEqual([[1, 2], [3, 4, 5], [6]]);
  });

  it("fails those that were asked for together, and goes on", async () => {
    const { one, next } = makeAsking();
    const failing = Promise.allSettled([one(13), one(1)]);
    await next();
    expect((await failing).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const good = one(2);
    await next();
    expect(await good).toBe("2!");
  });
});
