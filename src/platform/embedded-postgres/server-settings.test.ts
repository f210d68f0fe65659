import { expect, test } from "vitest";
import { toServerSettings } from "./server-settings.ts";

const gibibyte = 2 ** 30;

test.each([
  [1, "64MB", "8MB"],
  [8, "512MB", "32MB"],
  [24, "1024MB", "32MB"],
  [256, "1024MB", "32MB"],
])("a machine of %d GiB gets shared buffers of %s and work memory of %s", (gib, shared, work) => {
  const settings = toServerSettings("/run/socket", gib * gibibyte);
  expect(settings).toContain(`shared_buffers = ${shared}\n`);
  expect(settings).toContain(`work_mem = ${work}\n`);
});

test("a folder cannot break out of its setting", () => {
  const settings = toServerSettings("/it's \\ here", gibibyte);
  expect(settings).toContain("unix_socket_directories = '/it''s \\\\ here'\n");
});
