import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import { ahead, decompression, fewFrames, frameBytes, magic, unseal } from "./frame-codec.ts";
import { startFrameThread } from "./frame-thread.ts";
import { started } from "./started.ts";

const slots = ahead + 1;
const decompress = promisify(zstdDecompress);

/** An open file of frames. */
export type FramedFile = {
  /** The content from the offset on, in pieces of up to 1 MiB; whoever stops early stops the reading ahead too. */
  read(from: number): AsyncGenerator<Buffer>;
  /** The same for much of a large file: a piece is valid only until the next is asked for. */
  readInPlace(from: number): AsyncGenerator<Buffer>;
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
      readInPlace: (from) =>
        ends.length - from / frameBytes <= fewFrames
          ? readFrames(readFrame, ends.length, from)
          : readByThread(file, path, key, ends, from),
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

/** Reads ahead into slots that a thread opens. */
async function* readByThread(
  file: OpenFile,
  path: string,
  key: Buffer,
  ends: readonly number[],
  from: number,
): AsyncGenerator<Buffer> {
  const thread = startFrameThread("unseal", key, slots);
  const coming: Promise<Buffer>[] = [];
  const open = async (number: number): Promise<Buffer> => {
    const start = number === 0 ? 0 : (ends[number - 1] as number);
    const length = (ends[number] as number) - start;
    const input = thread.inputs[number % slots] as Buffer;
    if (length > input.length) throw new Error(`${path} is damaged: frame ${number} is too long`);
    await readFully(file, input.subarray(0, length), start, path);
    return thread.run(number % slots, number, length);
  };
  try {
    let skip = from % frameBytes;
    for (let next = Math.floor(from / frameBytes); ; ) {
      // One slot stays with whoever has the last piece.
      while (coming.length < ahead && next < ends.length) coming.push(started(open(next++)));
      const frame = await coming.shift();
      if (frame === undefined) return;
      if (skip < frame.length) yield skip === 0 ? frame : frame.subarray(skip);
      skip = 0;
    }
  } finally {
    await Promise.allSettled(coming);
    await thread.close();
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
