import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { readFileStream } from "./read-file-stream.ts";

const folder = mkdtempSync(join(tmpdir(), "meldpunt-"));
afterAll(() => rmSync(folder, { recursive: true }));

const text = Buffer.from("first,last\n".repeat(40_000));

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function readAll(path: string, maxBytes = 1 << 20): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of (await readFileStream(path, { maxBytes })).chunks) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe("a file", () => {
  test.each([
    ["plain", text],
    ["gzip", gzipSync(text)],
    [
      "gzip in two members",
      Buffer.concat([gzipSync(text.subarray(0, 1000)), gzipSync(text.subarray(1000))]),
    ],
    ["zstd", zstdCompressSync(text)],
    ["shorter than a magic number", Buffer.from("ab")],
    ["empty", Buffer.alloc(0)],
  ])("%s is read whole, whatever it is called", async (name, bytes) => {
    const path = write(`${name}.csv`, bytes);
    const content = name.startsWith("shorter") || name === "empty" ? bytes : text;
    expect((await readAll(path)).equals(content)).toBe(true);
    const { head, chunks } = await readFileStream(path, { maxBytes: 1 << 20 });
    expect(Buffer.from(head).equals(content.subarray(0, 1 << 16))).toBe(true);
    for await (const chunk of chunks) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  });

  test.each([gzipSync(text), text])("tells how much of it was read, as packed", async (bytes) => {
    let read = 0;
    const stream = await readFileStream(write("progress", bytes), {
      maxBytes: 1 << 20,
      onRead: (count) => {
        read += count;
      },
    });
    for await (const _ of stream.chunks);
    expect(read).toBe(bytes.length);
  });

  test("that unpacks to too much ends there", async () => {
    const path = write("bomb.gz", gzipSync(Buffer.alloc(5 << 20)));
    await expect(readAll(path)).rejects.toMatchObject({ code: "input-too-large" });
  });

  test.each([
    ["cut off", gzipSync(text).subarray(0, 200)],
    ["damaged", Buffer.concat([gzipSync(text).subarray(0, 60), Buffer.alloc(50, 7)])],
  ])("%s is refused", async (name, bytes) => {
    await expect(readAll(write(`${name}.gz`, bytes))).rejects.toMatchObject({
      code: "input-refused",
      message: expect.stringContaining(`${name}.gz`),
    });
  });

  test("that is not there, or is a folder, is named", async () => {
    await expect(readAll(join(folder, "missing"))).rejects.toMatchObject({ code: "wrong-usage" });
    await expect(readAll(folder)).rejects.toMatchObject({ code: "input-refused" });
  });
});
