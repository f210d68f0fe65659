import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { tryFileLock, withFileLock } from "./file-lock.ts";

const folder = mkdtempSync(join(tmpdir(), "meldpunt-lock-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a lock has one holder", () => {
  const path = join(folder, "one");
  const lock = tryFileLock(path);
  expect(tryFileLock(path)).toBeNull();
  lock?.release();
  const next = tryFileLock(path);
  expect(next).not.toBeNull();
  next?.release();
});

test("who waits comes after whoever holds it, also when that fails", async () => {
  const path = join(folder, "queue");
  const order: string[] = [];
  const first = withFileLock(path, 10_000, async () => {
    order.push("first begins");
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push("first ends");
    throw new Error("failed");
  });
  const second = withFileLock(path, 10_000, async () => order.push("second"));
  await expect(first).rejects.toThrow("failed");
  await second;
  expect(order).toEqual(["first begins", "first ends", "second"]);
});

test("waiting has an end, and says for what", async () => {
  const path = join(folder, "held");
  const lock = tryFileLock(path);
  await expect(withFileLock(path, 50, async () => 1)).rejects.toMatchObject({
    code: "embedded-failed",
    message: expect.stringContaining(path),
  });
  lock?.release();
});
