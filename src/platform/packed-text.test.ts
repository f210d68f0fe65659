import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { makeZip } from "../../test/zip.ts";
import { findPacking, unpackText } from "./packed-text.ts";

const text = Buffer.from("timestamp,ip\n".repeat(100_000));

async function unpack(packed: Buffer, mostBytes = 1 << 30): Promise<string> {
  const file = {
    async *read(from: number) {
      for (let at = from; at < packed.length; at += 1000) yield packed.subarray(at, at + 1000);
    },
  };
  const packing = findPacking(packed);
  if (packing === null) throw new Error("not packed");
  const pieces: Uint8Array[] = [];
  for await (const piece of unpackText(file, packing, { packedBytes: packed.length, mostBytes })) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

test.each([
  ["gzip", gzipSync(text)],
  ["zstd", zstdCompressSync(text)],
  ["zip", makeZip([{ name: "report.csv", content: text }])],
  [
    "zip with a folder",
    makeZip([
      { name: "a/", content: Buffer.alloc(0) },
      { name: "a/report.csv", content: text },
    ]),
  ],
])("%s gives its text", async (_, packed) => {
  expect(await unpack(packed)).toBe(text.toString());
});

test("what macOS adds to a zip is no report", async () => {
  const added = { name: "__MACOSX/._report.csv", content: Buffer.from("x") };
  expect(await unpack(makeZip([added, { name: "report.csv", content: text }]))).toBe(
    text.toString(),
  );
});

test("several members behind one another are one text", async () => {
  const two = Buffer.from("two\n");
  expect(await unpack(Buffer.concat([gzipSync(text), gzipSync(two)]))).toBe(`${text}${two}`);
  expect(await unpack(Buffer.concat([zstdCompressSync(text), zstdCompressSync(two)]))).toBe(
    `${text}${two}`,
  );
});

test("text that grows out of all proportion is stopped", async () => {
  await expect(unpack(zstdCompressSync(Buffer.alloc(80 * 2 ** 20)))).rejects.toMatchObject({
    code: "input-too-large",
  });
});

test("a zip whose checksum is wrong is damaged", async () => {
  const zip = makeZip([{ name: "report.csv", content: text }]);
  const central = zip.lastIndexOf("PK\x01\x02");
  zip[central + 16] = (zip[central + 16] as number) ^ 1;
  await expect(unpack(zip)).rejects.toMatchObject({ code: "input-refused" });
});

test("plain text is not packed", () => {
  expect(findPacking(text)).toBe(null);
  expect(findPacking(new Uint8Array(0))).toBe(null);
});

test("text without end is stopped", async () => {
  await expect(unpack(gzipSync(text), 1000)).rejects.toMatchObject({ code: "input-too-large" });
  await expect(unpack(zstdCompressSync(text), 1000)).rejects.toMatchObject({
    code: "input-too-large",
  });
  const zip = makeZip([{ name: "report.csv", content: text }]);
  await expect(unpack(zip, 1000)).rejects.toMatchObject({ code: "input-too-large" });
});

test.each([
  ["cut gzip", gzipSync(text).subarray(0, 500), "gzip data is damaged"],
  ["cut zstd", zstdCompressSync(text).subarray(0, 30), "zstd data is damaged"],
  [
    "cut zip",
    makeZip([{ name: "report.csv", content: text }]).subarray(0, 200),
    "zip data is damaged",
  ],
  ["empty zip", makeZip([]), "holds no file"],
  [
    "two files",
    makeZip([
      { name: "a", content: text },
      { name: "b", content: text },
    ]),
    "holds 2 files",
  ],
])("%s is refused with what to do", async (_, packed, message) => {
  await expect(unpack(packed)).rejects.toMatchObject({
    code: "input-refused",
    message: expect.stringContaining(message),
    remedy: expect.stringContaining("gzip, zstd or zip"),
  });
});
