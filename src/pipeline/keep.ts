import { createHash, createHmac, randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Sql } from "../platform/database.ts";
import { type FramedFile, openFrames } from "../platform/framed-file.ts";
import { keptPath, placeFile, removeFile } from "../platform/kept-files.ts";
import { type MasterKey, unwrapKey, wrapKey } from "../platform/master-key.ts";
import { findPacking, unpackText } from "../platform/packed-text.ts";
import { newUuid } from "../platform/uuid.ts";
import { writeFrames } from "../platform/write-frames.ts";
import { findKeptReport, saveKeptReport } from "../store/kept-reports.ts";

/** Text longer than 64 GiB is no list of findings. */
const mostBytes = 64 * 1024 ** 3;

/** Bytes that are kept now, and the key to them. */
export type Kept = {
  readonly sha256: Buffer;
  readonly receivedBytes: number;
  readonly textBytes: number;
  readonly wrappedKey: Buffer;
};

export type KeepOptions = {
  readonly masterKey: MasterKey;
  readonly folder: string;
  /** Called with the number of bytes received so far. */
  readonly onReceived?: (bytes: number) => void;
};

/** Bytes written to files of their own, not yet recorded. */
type Written = Kept & { readonly textPath: string; readonly receivedPath: string | null };

/**
 * Keeps what is received before anybody reads it: the bytes unchanged and, where they are packed (gzip, zstd, zip), the
 * text in them too, since evidence is read from the middle of it. Answers once disk and database have both.
 *
 * The same content received again is not kept twice.
 */
export async function keep(
  sql: Sql,
  received: AsyncIterable<Uint8Array>,
  keptAt: Date,
  options: KeepOptions,
): Promise<Kept> {
  const written = await write(received, options);
  const earlier = await findKeptReport(sql, written.sha256);
  if (earlier?.wrappedKey) {
    await discard(written);
    return { ...earlier, wrappedKey: earlier.wrappedKey };
  }
  const place = (part: "text" | "received"): string =>
    keptPath(options.folder, written.sha256, written.wrappedKey, part);
  await placeFile(written.textPath, place("text"));
  if (written.receivedPath !== null) await placeFile(written.receivedPath, place("received"));
  const wrappedKey = await saveKeptReport(sql, written, keptAt);
  if (!wrappedKey.equals(written.wrappedKey)) {
    await Promise.all([removeFile(place("text")), removeFile(place("received"))]);
  }
  return { ...written, wrappedKey };
}

/** Writes bytes for one reading only, in a dry run: nothing is recorded, `discard` removes them. */
export async function keepForNow(
  received: AsyncIterable<Uint8Array>,
  options: KeepOptions,
): Promise<{ readonly kept: Kept; open(): Promise<FramedFile>; discard(): Promise<void> }> {
  const written = await write(received, options);
  return {
    kept: written,
    open: () => openFrames(written.textPath, unwrapKey(options.masterKey, written.wrappedKey)),
    discard: () => discard(written),
  };
}

/** Opens the text of kept bytes for reading, from the start or from the middle. */
export function openKept(kept: Kept, options: KeepOptions): Promise<FramedFile> {
  return openFrames(
    keptPath(options.folder, kept.sha256, kept.wrappedKey, "text"),
    unwrapKey(options.masterKey, kept.wrappedKey),
  );
}

async function write(received: AsyncIterable<Uint8Array>, options: KeepOptions): Promise<Written> {
  const incoming = join(options.folder, "incoming");
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  const dataKey = randomBytes(32);
  const path = join(incoming, newUuid());
  const hash = createHash("sha256");
  let receivedBytes = 0;
  const seen = (piece: Uint8Array): void => {
    hash.update(piece);
    receivedBytes += piece.length;
    options.onReceived?.(receivedBytes);
  };
  try {
    const { head, whole } = await peek(received);
    const wrappedKey = wrapKey(options.masterKey, dataKey);
    const packing = findPacking(head);
    if (packing === null) {
      const { contentBytes } = await writeFrames(path, dataKey, whole, seen);
      const sha256 = hash.digest();
      return {
        sha256,
        receivedBytes,
        textBytes: contentBytes,
        wrappedKey,
        textPath: path,
        receivedPath: null,
      };
    }
    await writeFrames(path, receivedKeyOf(dataKey), whole, seen);
    const textPath = `${path}.text`;
    const textBytes = await writeText(path, textPath, dataKey, packing, receivedBytes);
    return {
      sha256: hash.digest(),
      receivedBytes,
      textBytes,
      wrappedKey,
      textPath,
      receivedPath: path,
    };
  } catch (error) {
    await Promise.all([removeFile(path), removeFile(`${path}.text`)]);
    throw error;
  }
}

/** Writes the text in packed bytes beside them; answers its length. */
async function writeText(
  receivedPath: string,
  textPath: string,
  dataKey: Buffer,
  packing: NonNullable<ReturnType<typeof findPacking>>,
  packedBytes: number,
): Promise<number> {
  const packed = await openFrames(receivedPath, receivedKeyOf(dataKey));
  try {
    return (
      await writeFrames(textPath, dataKey, unpackText(packed, packing, { packedBytes, mostBytes }))
    ).contentBytes;
  } finally {
    await packed.close();
  }
}

/** The key of the packed bytes: one that seals one file only has no nonce twice. */
function receivedKeyOf(dataKey: Buffer): Buffer {
  return createHmac("sha256", dataKey).update("received").digest();
}

async function discard(written: Written): Promise<void> {
  await removeFile(written.textPath);
  if (written.receivedPath !== null) await removeFile(written.receivedPath);
}

/** The first piece that is not empty (of no length when there is none), and everything from the start. */
async function peek(
  received: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; whole: AsyncIterable<Uint8Array> }> {
  const pieces = received[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let bytes = 0;
  // Magic numbers have four bytes; a slow sender may send fewer at first.
  while (bytes < 4) {
    const next = await pieces.next();
    if (next.done) break;
    first.push(next.value);
    bytes += next.value.length;
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield* first;
    for (;;) {
      const next = await pieces.next();
      if (next.done) return;
      yield next.value;
    }
  }
  return { head: Buffer.concat(first), whole: whole() };
}
