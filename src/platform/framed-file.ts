import { createCipheriv, createDecipheriv } from "node:crypto";
import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";

/**
 * Files of frames: each holds 1 MiB of content, compressed with zstd and sealed with AES-256-GCM, so that the content
 * can be read from the middle and neither read nor changed without its key.
 *
 * Layout: frames behind one another (ciphertext, 16 bytes of tag), then the sealed length of each frame as 32-bit
 * little-endian, their number, and the magic. The nonce is the number of the frame: a key seals one file only.
 */
export const frameBytes = 1 << 20;

const magic = Buffer.from("MPF1");
const tagBytes = 16;
/** Frames compressed ahead of the disk, and read ahead of the reader. */
const ahead = 3;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
// Mostly one piece of output a frame: the default of 16 KiB would make dozens and copy them together.
const compression = {
  params: { [constants.ZSTD_c_compressionLevel]: 1 },
  chunkSize: frameBytes / 4,
};
// A little more than a frame: a buffer that is filled to its end is followed by another.
const decompression = { maxOutputLength: frameBytes, chunkSize: frameBytes + 1024 };

/** What became of a content that was written. */
export type WrittenFrames = { readonly contentBytes: number };

/**
 * Writes the content to a new file, durably: it answers when the disk has it. `seen` is called with each piece as it
 * came, before it is sealed.
 */
export async function writeFrames(
  path: string,
  key: Buffer,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  seen: (piece: Uint8Array) => void = () => undefined,
): Promise<WrittenFrames> {
  const file = await open(path, "wx", 0o600);
  const sealing: Promise<Buffer>[] = [];
  try {
    const lengths: number[] = [];
    let contentBytes = 0;
    const writeOldest = async (): Promise<void> => {
      const sealed = seal(key, lengths.length, (await sealing.shift()) as Buffer);
      lengths.push(sealed[0].length + tagBytes);
      await file.writev(sealed);
    };
    for await (const frame of toFrames(content, seen)) {
      contentBytes += frame.length;
      sealing.push(started(compress(frame, compression)));
      if (sealing.length >= ahead) await writeOldest();
    }
    while (sealing.length > 0) await writeOldest();
    await file.writev([trailer(lengths)]);
    await file.datasync();
    return { contentBytes };
  } finally {
    await Promise.allSettled(sealing);
    await file.close();
  }
}

/** Work that runs ahead: whoever awaits it hears of its failure, nobody else does. */
function started<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

/**
 * Cuts pieces of any size into frames of the fixed size; the last may be shorter, and there is none of no length. A
 * frame is used again once as many others as are sealed ahead were given out.
 */
async function* toFrames(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  seen: (piece: Uint8Array) => void,
): AsyncGenerator<Buffer> {
  const frames = Array.from({ length: ahead + 1 }, () => Buffer.allocUnsafeSlow(frameBytes));
  let given = 0;
  let frame = frames[0] as Buffer;
  let filled = 0;
  for await (const piece of content) {
    seen(piece);
    let from = 0;
    while (from < piece.length) {
      const take = Math.min(piece.length - from, frameBytes - filled);
      frame.set(piece.subarray(from, from + take), filled);
      filled += take;
      from += take;
      if (filled === frameBytes) {
        yield frame;
        given++;
        frame = frames[given % frames.length] as Buffer;
        filled = 0;
      }
    }
  }
  if (filled > 0) yield frame.subarray(0, filled);
}

function nonce(number: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32LE(number, 0);
  return bytes;
}

/** Ciphertext and tag; an AES-GCM cipher is a stream cipher, so nothing comes at its end. */
function seal(key: Buffer, number: number, compressed: Buffer): readonly [Buffer, Buffer] {
  const cipher = createCipheriv("aes-256-gcm", key, nonce(number));
  const sealed = cipher.update(compressed);
  cipher.final();
  return [sealed, cipher.getAuthTag()];
}

/** Throws when the bytes were changed or sealed with another key. */
function unseal(key: Buffer, number: number, sealed: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, nonce(number));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const compressed = decipher.update(sealed.subarray(0, sealed.length - tagBytes));
  decipher.final();
  return compressed;
}

function trailer(lengths: readonly number[]): Buffer {
  const bytes = Buffer.alloc(lengths.length * 4 + 4 + magic.length);
  for (const [i, length] of lengths.entries()) bytes.writeUInt32LE(length, i * 4);
  bytes.writeUInt32LE(lengths.length, lengths.length * 4);
  magic.copy(bytes, lengths.length * 4 + 4);
  return bytes;
}

/** An open file of frames. */
export type FramedFile = {
  /** The content from the offset on, in pieces of up to 1 MiB; whoever stops early stops the reading ahead too. */
  read(from: number): AsyncGenerator<Buffer>;
  /** Up to so many bytes of the content from the offset on; fewer only at its end. */
  readAt(from: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
};

/** Opens a file that `writeFrames` wrote; throws when it is damaged or the key is not its key (on the first read). */
export async function openFrames(path: string, key: Buffer): Promise<FramedFile> {
  const file = await open(path, "r");
  try {
    const ends = await readTrailer(file, path);
    const readFrame = async (number: number): Promise<Buffer> => {
      const start = number === 0 ? 0 : (ends[number - 1] as number);
      const sealed = Buffer.allocUnsafe((ends[number] as number) - start);
      await readFully(file, sealed, start, path);
      return decompress(unseal(key, number, sealed), decompression);
    };
    const recentFrame = keepLast(readFrame);
    return {
      read: (from) => readFrames(readFrame, ends.length, from),
      readAt: (from, length) => readStretch(recentFrame, ends.length, from, length),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

type FrameAt = (number: number) => Promise<Buffer>;

/** Whoever reads rows one by one in order of their offsets opens each frame once. */
function keepLast(frameAt: FrameAt): FrameAt {
  const kept = new Map<number, Promise<Buffer>>();
  return (number) => {
    const frame = kept.get(number) ?? started(frameAt(number));
    kept.delete(number);
    kept.set(number, frame);
    for (const oldest of kept.keys()) {
      if (kept.size <= 2) break;
      kept.delete(oldest);
    }
    return frame;
  };
}

async function* readFrames(frameAt: FrameAt, count: number, from: number): AsyncGenerator<Buffer> {
  let next = Math.floor(from / frameBytes);
  let skip = from % frameBytes;
  const coming: Promise<Buffer>[] = [];
  try {
    for (;;) {
      while (coming.length < ahead && next < count) coming.push(started(frameAt(next++)));
      const frame = await coming.shift();
      if (frame === undefined) return;
      if (skip < frame.length) yield skip === 0 ? frame : frame.subarray(skip);
      skip = 0;
    }
  } finally {
    await Promise.allSettled(coming);
  }
}

async function readStretch(
  frameAt: FrameAt,
  count: number,
  from: number,
  length: number,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let at = from;
  while (at < from + length && Math.floor(at / frameBytes) < count) {
    const frame = await frameAt(Math.floor(at / frameBytes));
    const piece = frame.subarray(at % frameBytes, (at % frameBytes) + (from + length - at));
    if (piece.length === 0) break;
    pieces.push(piece);
    at += piece.length;
  }
  return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
}

type OpenFile = Awaited<ReturnType<typeof open>>;

/** Where each frame ends in the file. */
async function readTrailer(file: OpenFile, path: string): Promise<number[]> {
  const { size } = await file.stat();
  const damaged = (): Error =>
    new Error(`${path} is damaged: it does not end like a file of frames`);
  if (size < 4 + magic.length) throw damaged();
  const end = Buffer.alloc(4 + magic.length);
  await readFully(file, end, size - end.length, path);
  const count = end.readUInt32LE(0);
  const tableAt = size - end.length - count * 4;
  if (!end.subarray(4).equals(magic) || tableAt < 0) throw damaged();
  const table = Buffer.alloc(count * 4);
  await readFully(file, table, tableAt, path);
  const ends: number[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    at += table.readUInt32LE(i * 4);
    ends.push(at);
  }
  if (at !== tableAt) throw damaged();
  return ends;
}

async function readFully(
  file: OpenFile,
  into: Buffer,
  position: number,
  path: string,
): Promise<void> {
  let filled = 0;
  while (filled < into.length) {
    const { bytesRead } = await file.read(into, filled, into.length - filled, position + filled);
    if (bytesRead === 0) throw new Error(`${path} is damaged: it ends too early`);
    filled += bytesRead;
  }
}
