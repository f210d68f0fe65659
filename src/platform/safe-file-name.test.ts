import { expect, test } from "vitest";
import { toSafeFileName } from "./safe-file-name.ts";

test.each([
  ["2026-11-20-scan_rdp-nederland-geo.csv.gz", "2026-11-20-scan_rdp-nederland-geo.csv.gz"],
  ["a b\n\u202e.csv", "a_b__.csv"],
  ["-rf.csv", "_rf.csv"],
  ["..csv", "__csv"],
  [`${"x".repeat(200)}.csv`, `${"x".repeat(146)}.csv`],
])("a name is made safe: %j", (name, safe) => {
  expect(toSafeFileName(name)).toBe(safe);
});
