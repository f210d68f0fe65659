import { crc32 } from "node:zlib";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";

/** Unpacked, all texts together. */
const mostBytes = 512 * 2 ** 20;
const mostEntries = 10_000;

/** The texts of those files in a zip file that are wanted, by their names; throws when it is damaged, locked or a bomb. */
export async function readZipTexts(
  bytes: Uint8Array,
  isWanted: (name: string) => boolean,
): Promise<Map<string, string>> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    fromBuffer(buffer, { lazyEntries: true, autoClose: false }, (error, file) =>
      error ? reject(error) : resolve(file),
    );
  });
  const texts = new Map<string, string>();
  let left = mostBytes;
  for (const entry of await listEntries(zip)) {
    if (!isWanted(entry.fileName)) continue;
    left -= entry.uncompressedSize;
    if (left < 0) throw new Error("it is too large unpacked");
    texts.set(entry.fileName, await readEntry(zip, entry));
  }
  return texts;
}

function listEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on("entry", (entry: Entry) => {
      entries.push(entry);
      if (entries.length > mostEntries) reject(new Error("it holds too many files"));
      else zip.readEntry();
    });
    zip.on("end", () => resolve(entries));
    zip.on("error", reject);
    zip.readEntry();
  });
}

/** yauzl sees to it that the text is as long as the entry says, and not that it is what was packed. */
async function readEntry(zip: ZipFile, entry: Entry): Promise<string> {
  const stream = await new Promise<AsyncIterable<Uint8Array>>((resolve, reject) => {
    zip.openReadStream(entry, (error, content) => (error ? reject(error) : resolve(content)));
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  const content = Buffer.concat(pieces);
  if (crc32(content) !== entry.crc32) throw new Error(`the checksum of ${entry.fileName} is wrong`);
  return content.toString("utf8");
}
