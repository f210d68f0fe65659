import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const root = fileURLToPath(new URL("../", import.meta.url));

function readText(path: string): string {
  const bytes = readFileSync(path);
  if (path.endsWith(".gz")) return gunzipSync(bytes).toString("latin1");
  if (path.endsWith(".zst")) return zstdDecompressSync(bytes).toString("latin1");
  return bytes.toString("latin1");
}

function listFiles(folder: string): string[] {
  return globSync(`${root}${folder}/**/*.*`);
}

describe("the demonstration", () => {
  test("names no mailbox outside .example", () => {
    const files = listFiles("data/demo");
    const mailboxes = files.flatMap(
      (file) => readText(file).match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)*/g) ?? [],
    );
    expect(mailboxes.length).toBeGreaterThan(4_000);
    expect(mailboxes.filter((mailbox) => !mailbox.endsWith(".example"))).toEqual([]);
  });

  test("submits every report that it has, and none that it has not", () => {
    const submissions = parse(readText(`${root}data/demo/submissions.yaml`)) as { file: string }[];
    const submitted = submissions.map(({ file }) => `${root}data/demo/${file}`);
    const reports = listFiles("data/demo/reports").filter((file) => !file.endsWith("-scope.txt"));
    expect(submitted.toSorted()).toEqual(reports.toSorted());
  });
});

describe("the samples", () => {
  test.each(["test/samples", "test/samples/worlds"])(
    "%s: each has its expected answer",
    (folder) => {
      const expected = JSON.parse(readText(`${root}${folder}/expected.json`)) as { file: string }[];
      expect(expected.length).toBeGreaterThan(40);
      expect(expected.filter(({ file }) => !existsSync(`${root}${folder}/${file}`))).toEqual([]);
    },
  );

  test("name no mailbox outside .example", () => {
    const plain = listFiles("test/samples").filter((file) => /\.(?:csv|jsonl|yaml)$/.test(file));
    const mailboxes = plain.flatMap(
      (file) => readText(file).match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? [],
    );
    expect(mailboxes.length).toBeGreaterThan(20);
    expect(mailboxes.filter((mailbox) => !mailbox.toLowerCase().endsWith(".example"))).toEqual([]);
  });
});
