import { randomBytes } from "node:crypto";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { deriveKey, readMasterKey, unwrapKey, wrapKey } from "./master-key.ts";

const folder = await mkdtemp(join(tmpdir(), "meldpunt-keys-"));
afterAll(() => rm(folder, { recursive: true }));

test("those who start together agree on one key, which only its user can read", async () => {
  const keys = await Promise.all(
    Array.from({ length: 10 }, () => readMasterKey(join(folder, "one"))),
  );
  expect(new Set(keys.map((key) => key.bytes.toString("hex"))).size).toBe(1);
  expect((await stat(join(folder, "one", "master.key"))).mode & 0o777).toBe(0o600);
});

test("a wrapped key opens with the same master key only", async () => {
  const master = await readMasterKey(join(folder, "one"));
  const other = await readMasterKey(join(folder, "two"));
  const dataKey = randomBytes(32);
  expect(unwrapKey(master, wrapKey(master, dataKey)).equals(dataKey)).toBe(true);
  expect(() => unwrapKey(other, wrapKey(master, dataKey))).toThrow();
});

test("derived keys differ by name and stay the same", async () => {
  const master = await readMasterKey(join(folder, "one"));
  expect(deriveKey(master, "a").equals(deriveKey(master, "a"))).toBe(true);
  expect(deriveKey(master, "a").equals(deriveKey(master, "b"))).toBe(false);
});

test("a file that is no key is named", async () => {
  await writeFile(join(folder, "master.key"), "short");
  await expect(readMasterKey(folder)).rejects.toThrow("has 5 bytes, not 32");
});
