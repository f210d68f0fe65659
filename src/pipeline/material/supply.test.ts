import { expect, test } from "vitest";
import { openSupply } from "./supply.ts";

test("what was announced before anybody asked is answered once", async () => {
  const supply = openSupply();
  const more = supply.ask();
  supply.announce();
  supply.announce();
  expect(await more()).toBe(true);
  supply.end();
  expect(await more()).toBe(false);
});

test("who asks waits for the next announcement, each asker for itself", async () => {
  const supply = openSupply();
  const askers = [supply.ask(), supply.ask()];
  const answers = Promise.all(askers.map((more) => more()));
  supply.announce();
  expect(await answers).toEqual([true, true]);
});

test("the end wakes whoever waits, and what was announced with it is not lost", async () => {
  const supply = openSupply();
  const [waits, comesLater] = [supply.ask(), supply.ask()];
  const answer = waits();
  supply.end();
  expect(await answer).toBe(false);
  expect(await comesLater()).toBe(false);

  const another = openSupply();
  const more = another.ask();
  another.announce();
  another.end();
  expect([await more(), await more()]).toEqual([true, false]);
});
