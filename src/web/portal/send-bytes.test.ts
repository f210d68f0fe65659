import { expect, test } from "vitest";
import { sendBytes } from "./send-bytes.ts";
import { makeTurns } from "./turns.ts";

const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);

test("bytes come as they are, and the end is told once", async () => {
  for (const some of [bytes, bytes.subarray(0, 65_536), bytes.subarray(0, 1)]) {
    let ended = 0;
    const got = new Response(sendBytes(some, () => (ended += 1)));
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(Uint8Array.from(some));
    expect(ended).toBe(1);
  }
});

test("the end is told when the client hangs up, too", async () => {
  let ended = 0;
  const reader = sendBytes(bytes, () => (ended += 1)).getReader();
  await reader.read();
  expect(ended).toBe(0);
  await reader.cancel();
  expect(ended).toBe(1);
});

test("so many turns are taken at once, and so many by one; ending one twice gives no two", () => {
  const turns = makeTurns({ most: 3, mostForOne: 2 });
  const first = turns.take("a");
  turns.take("a");
  expect(turns.take("a")).toBeNull();
  const other = turns.take("b");
  expect(turns.take("c")).toBeNull();
  first?.();
  first?.();
  expect(turns.take("c")).not.toBeNull();
  expect(turns.take("c")).toBeNull();
  other?.();
  expect(turns.take("a")).not.toBeNull();
  expect(turns.take("b")).toBeNull();
});
