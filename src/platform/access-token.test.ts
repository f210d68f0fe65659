import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readAccessToken } from "./access-token.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "meldpunt-token-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("processes that start together agree on one token, which only its user can read", async () => {
  const keys = join(folder, "keys");
  const tokens = await Promise.all(Array.from({ length: 8 }, () => readAccessToken(keys, null)));
  expect(new Set(tokens.map(({ value }) => value)).size).toBe(1);
  expect(tokens[0]?.value).toMatch(/^[\w-]{43}$/);
  expect(await readAccessToken(keys, null)).toEqual(tokens[0]);
  expect(await readdir(keys)).toEqual(["api-token"]);
  expect((await stat(join(keys, "api-token"))).mode & 0o777).toBe(0o600);
});

test("a given token leaves the folder alone", async () => {
  const given = "g".repeat(32);
  const nowhere = join(folder, "nowhere");
  expect(await readAccessToken(nowhere, given)).toEqual({ value: given, path: null });
  expect(await readdir(folder)).not.toContain("nowhere");
});

test("a file that somebody emptied lets nobody in", async () => {
  await writeFile(join(folder, "api-token"), "\n");
  await expect(readAccessToken(folder, null)).rejects.toMatchObject({ code: "settings-invalid" });
});
