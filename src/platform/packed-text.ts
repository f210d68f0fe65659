import { Readable, type Transform } from "node:stream";
import { crc32, createGunzip, createZstdDecompress } from "node:zlib";
import { type Entry, fromRandomAccessReader, RandomAccessReader, type ZipFile } from "yauzl";
import { AppError } from "./errors.ts";

/** Packed bytes that can be read from anywhere, such as a file of frames. */
export type PackedFile = { read(from: number): AsyncIterable<Uint8Array> };

export type UnpackOptions = {
  readonly packedBytes: number;
  /** Text longer than this is refused: a few bytes can be made to unpack without end. */
  readonly mostBytes: number;
};

type Packing = "gzip" | "zstd" | "zip";

const magics: readonly (readonly [Packing, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  // A zip file without entries.
  ["zip", [0x50, 0x4b, 0x05, 0x06]],
];

/** What no honest list reaches: text so many times longer than it came, once it is longer than 64 MiB. */
const mostRatio = 1000;
const ratioFromBytes = 64 * 2 ** 20;

/** How the bytes are packed, by their first four; null when they are not. */
export function findPacking(head: Uint8Array): Packing | null {
  for (const [packing, magic] of magics) {
    if (magic.every((byte, i) => head[i] === byte)) return packing;
  }
  return null;
}

/**
 * The text in packed bytes, in pieces. Throws `input-refused` when they are damaged, locked or hold several files,
 * `input-too-large` when the text is longer than allowed.
 */
export async function* unpackText(
  packed: PackedFile,
  packing: Packing,
  options: UnpackOptions,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const piece of await openText(packed, packing, options)) {
      bytes += piece.length;
      if (bytes > options.mostBytes) throw tooLarge(options.mostBytes);
      if (bytes > ratioFromBytes && bytes > options.packedBytes * mostRatio) {
        throw tooLarge(options.packedBytes * mostRatio);
      }
      yield piece;
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw refused(`The ${packing} data is damaged: ${(error as Error).message}.`, error);
  }
}

async function openText(
  packed: PackedFile,
  packing: Packing,
  options: UnpackOptions,
): Promise<AsyncIterable<Uint8Array>> {
  if (packing === "zip") return openZip(packed, options);
  const unpacker: Transform = packing === "gzip" ? createGunzip() : createZstdDecompress();
  const source = Readable.from(packed.read(0));
  // What stops one stops the other, and the reader of the text hears of it.
  source.on("error", (error) => unpacker.destroy(error));
  unpacker.on("close", () => source.destroy());
  return source.pipe(unpacker);
}

async function openZip(
  packed: PackedFile,
  options: UnpackOptions,
): Promise<AsyncIterable<Uint8Array>> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    const reader = new PackedFileReader(packed);
    const settings = { lazyEntries: true, autoClose: false, decodeStrings: true };
    fromRandomAccessReader(reader, options.packedBytes, settings, (error, file) =>
      error ? reject(error) : resolve(file),
    );
  });
  const files = (await listEntries(zip)).filter(isFile);
  const [entry, ...others] = files;
  if (entry === undefined) throw refused("The zip file holds no file.");
  if (others.length > 0) {
    throw refused(`The zip file holds ${files.length} files; a report is one file.`);
  }
  if ((entry.generalPurposeBitFlag & 1) !== 0) {
    throw refused("The zip file is locked with a password.");
  }
  if (entry.uncompressedSize > options.mostBytes) throw tooLarge(options.mostBytes);
  const contents = await new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
  return checked(contents, entry.crc32);
}

/** Folders are no files, nor is what macOS adds to them. */
function isFile({ fileName }: Entry): boolean {
  return !fileName.endsWith("/") && !fileName.startsWith("__MACOSX/");
}

/** The contents of an entry, which yauzl measures but does not sum. */
async function* checked(contents: Readable, expected: number): AsyncGenerator<Uint8Array> {
  let sum = 0;
  for await (const piece of contents as AsyncIterable<Uint8Array>) {
    sum = crc32(piece, sum);
    yield piece;
  }
  if (sum !== expected) throw new Error("its checksum is wrong");
}

/** Entries worth listing: one is wanted, the next ones only tell that there are too many. */
const mostEntries = 20;

function listEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on("entry", (entry: Entry) => {
      entries.push(entry);
      if (entries.length === mostEntries) resolve(entries);
      else zip.readEntry();
    });
    zip.on("end", () => resolve(entries));
    zip.on("error", reject);
    zip.readEntry();
  });
}

/** Gives yauzl, which reads zip files from their end, the stretches that it asks for; it wants a class. */
class PackedFileReader extends RandomAccessReader {
  readonly #packed: PackedFile;

  constructor(packed: PackedFile) {
    super();
    this.#packed = packed;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const packed = this.#packed;
    async function* stretch(): AsyncGenerator<Uint8Array> {
      let left = end - start;
      for await (const piece of packed.read(start)) {
        yield piece.subarray(0, left);
        left -= piece.length;
        if (left <= 0) return;
      }
    }
    return Readable.from(stretch());
  }
}

function refused(detail: string, cause?: unknown): AppError {
  return new AppError("input-refused", detail, {
    remedy: "Hand the report over as plain text, or packed alone with gzip, zstd or zip.",
    cause,
  });
}

function tooLarge(mostBytes: number): AppError {
  return new AppError("input-too-large", `The text unpacks to more than ${mostBytes} bytes.`);
}
