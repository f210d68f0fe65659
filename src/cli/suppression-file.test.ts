import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readSuppressionFile } from "./suppression-file.ts";

const folder = mkdtempSync(join(tmpdir(), "meldpunt-list-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(text: string): string {
  const path = join(folder, "list.csv");
  writeFileSync(path, text);
  return path;
}

test("a list of addresses, with header, ends, reasons and remarks", async () => {
  const path = write(
    '\uFEFFemail,until,reason\r\n# of 2025\r\nAbuse@Net.example\r\n\r\n"a@b.example",2027-01-01,asked, twice\r\n',
  );
  const entries = await readSuppressionFile(path, "old list");
  expect(entries.map(({ address, until, reason }) => [address, until, reason])).toEqual([
    ["abuse@net.example", null, "old list"],
    ["a@b.example", new Date("2027-01-01T00:00:00Z"), "asked,twice"],
  ]);
});

test("half a list is refused, with every bad line", async () => {
  const path = write("a@b.example\nnobody\nb@b.example,someday\n");
  const read = readSuppressionFile(path, "x");
  await expect(read).rejects.toMatchObject({ code: "input-refused" });
  await expect(readSuppressionFile(path, "x")).rejects.toThrow(
    /:2: not a mail address\n.*:3: not a time/,
  );
  await expect(readSuppressionFile(join(folder, "none.csv"), "x")).rejects.toMatchObject({
    code: "input-refused",
  });
});
