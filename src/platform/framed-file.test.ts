import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { frameBytes } from "./frame-codec.ts";
import { openFrames } from "./framed-file.ts";
import { writeFrames } from "./write-frames.ts";

const folder = await mkdtemp(join(tmpdir(), "meldpunt-frames-"));
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
const newPath = (): string => join(folder, `${files++}`);
const key = randomBytes(32);

async function all(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const list: Buffer[] = [];
  for await (const piece of pieces) list.push(Buffer.from(piece));
  return Buffer.concat(list);
}

const content = randomBytes(3 * frameBytes + 12345);

test("what was written is read again from any offset", async () => {
  const path = newPath();
  const sizes = [1, 7, frameBytes, frameBytes + 1, 100_000];
  const pieces: Buffer[] = [];
  for (let at = 0, i = 0; at < content.length; i++) {
    const size = sizes[i % sizes.length] as number;
    pieces.push(content.subarray(at, at + size));
    at += size;
  }
  expect(await writeFrames(path, key, pieces)).toEqual({ contentBytes: content.length });
  const file = await openFrames(path, key);
  expect((await all(file.read(0))).equals(content)).toBe(true);
  await fc.assert(
    fc.asyncProperty(fc.nat(content.length + 10), fc.nat(2 * frameBytes), async (from, length) => {
      expect((await file.readAt(from, length)).equals(content.subarray(from, from + length))).toBe(
        true,
      );
    }),
    { seed: 5, numRuns: 40 },
  );
  expect((await all(file.readInPlace(0))).equals(content)).toBe(true);
  const from = 2 * frameBytes + 99;
  expect((await all(file.read(from))).equals(content.subarray(from))).toBe(true);
  await file.close();
});

test("a large file goes through threads, byte for byte, and from the middle", async () => {
  const path = newPath();
  const large = Buffer.alloc(20 * frameBytes + 777);
  for (let at = 0; at < large.length; at += 4)
    large.writeUInt32LE((at * 2654435761) >>> 0, Math.min(at, large.length - 4));
  const pieces = Array.from({ length: 30 }, (_, i) =>
    large.subarray(i * 700_000, (i + 1) * 700_000),
  );
  expect(await writeFrames(path, key, pieces)).toEqual({ contentBytes: large.length });
  const file = await openFrames(path, key);
  expect((await all(file.read(0))).equals(large)).toBe(true);
  for (const from of [0, 5, frameBytes, 11 * frameBytes + 3]) {
    expect((await all(file.readInPlace(from))).equals(large.subarray(from))).toBe(true);
  }
  // Whoever stops early leaves nothing behind.
  for await (const piece of file.readInPlace(0)) {
    expect(piece.length).toBe(frameBytes);
    break;
  }
  await file.close();
  const other = await openFrames(path, randomBytes(32));
  await expect(all(other.readInPlace(0))).rejects.toThrow();
  await other.close();
});

test("content that fails half way fails the writing", async () => {
  async function* failing(): AsyncGenerator<Buffer> {
    for (let i = 0; i < 12; i++) yield randomBytes(frameBytes);
    throw new Error("broken off");
  }
  await expect(writeFrames(newPath(), key, failing())).rejects.toThrow("broken off");
});

test("no content is a file too", async () => {
  const path = newPath();
  await writeFrames(path, key, []);
  const file = await openFrames(path, key);
  expect((await all(file.read(0))).length).toBe(0);
  expect((await file.readAt(0, 10)).length).toBe(0);
  await file.close();
});

test("another key, a changed byte and a cut file are noticed", async () => {
  const path = newPath();
  await writeFrames(path, key, [content]);
  const other = await openFrames(path, randomBytes(32));
  await expect(other.readAt(0, 10)).rejects.toThrow();
  await other.close();

  const bytes = await readFile(path);
  bytes[500] = (bytes[500] as number) ^ 1;
  const changed = newPath();
  await writeFile(changed, bytes);
  const file = await openFrames(changed, key);
  await expect(file.readAt(0, 10)).rejects.toThrow();
  await file.close();

  const cut = newPath();
  await writeFile(cut, bytes.subarray(0, bytes.length - 9));
  await expect(openFrames(cut, key)).rejects.toThrow("damaged");
});

test("an existing file is never written over", async () => {
  const path = newPath();
  await writeFrames(path, key, [content.subarray(0, 10)]);
  await expect(writeFrames(path, key, [content.subarray(0, 10)])).rejects.toThrow("EEXIST");
});
