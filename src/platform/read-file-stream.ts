import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline, type Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { AppError } from "./errors.ts";

export type ReadFileOptions = {
  /** The largest content that is read, unpacked; a bomb ends there. */
  readonly maxBytes: number;
  /** Called with each number of bytes taken from the file, as packed. */
  readonly onRead?: (bytes: number) => void;
};

/** A file that is being read: its beginning, and all of it, the beginning included; to be read once. */
export type FileStream = {
  /** Unpacked, 64 KiB or all of it. */
  readonly head: Uint8Array;
  readonly chunks: AsyncIterable<Uint8Array>;
};

const headBytes = 1 << 16;

/** Opens a file, plain, gzip or zstd by its first bytes, and reads it at the pace of whoever takes the chunks. */
export async function readFileStream(path: string, options: ReadFileOptions): Promise<FileStream> {
  const name = basename(path);
  const chunks = readUnpacked(path, name, options);
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < headBytes) {
    const next = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(first).subarray(0, headBytes), chunks: behind(first, chunks) };
}

async function* behind(
  first: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

async function* readUnpacked(
  path: string,
  name: string,
  { maxBytes, onRead }: ReadFileOptions,
): AsyncGenerator<Uint8Array> {
  const unpacker = await findUnpacker(path, name);
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  if (unpacker !== null) file.on("data", (chunk) => onRead?.(chunk.length));
  // The error of either stream ends the iteration below; there is nothing to do about it here.
  const content = unpacker === null ? file : pipeline(file, unpacker, () => undefined);
  let length = 0;
  try {
    for await (const chunk of content as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (unpacker === null) onRead?.(chunk.length);
      if (length > maxBytes) {
        throw new AppError("input-too-large", `${name}: more than ${maxBytes} bytes unpacked.`);
      }
      yield chunk;
    }
  } catch (error) {
    throw error instanceof AppError ? error : cannotRead(name, error);
  } finally {
    file.destroy();
    unpacker?.destroy();
  }
}

async function findUnpacker(path: string, name: string): Promise<Transform | null> {
  let file: FileHandle | null = null;
  try {
    file = await open(path);
    if (!(await file.stat()).isFile()) throw new Error("it is no file");
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const magic = buffer.toString("hex", 0, bytesRead);
    if (magic.startsWith("1f8b")) return createGunzip();
    return magic === "28b52ffd" ? createZstdDecompress() : null;
  } catch (error) {
    throw cannotRead(name, error);
  } finally {
    await file?.close();
  }
}

function cannotRead(name: string, error: unknown): AppError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") {
    return new AppError("wrong-usage", `${name}: there is no such file.`, {
      remedy: "Check the path.",
      cause: error,
    });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError("input-refused", `${name}: cannot be read: ${reason}.`, {
    remedy: "Check that the file is whole and readable; it may be plain, gzip or zstd.",
    cause: error,
  });
}
