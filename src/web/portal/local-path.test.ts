import { expect, test } from "vitest";
import { readLocalPath } from "./local-path.ts";

test.each([
  "/",
  "/findings",
  "/reports/019ac5f2-0000-7000-8000-000000000000",
  "/sink/a/attachments/1",
])("%s is a page of ours", (path) => {
  expect(readLocalPath(path)).toBe(path);
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "https://evil.example/",
  "javascript:alert(1)",
  "/reports/..//evil.example",
  "/reports?to=1",
  "",
  undefined,
  ["/"],
])("%s leads to the start page", (path) => {
  expect(readLocalPath(path)).toBe("/");
});
