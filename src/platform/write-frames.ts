import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { zstdCompress } from "node:zlib";
import { ahead, compression, fewFrames, frameBytes, magic, seal } from "./frame-codec.ts";
import { type FrameThread, startFrameThread } from "./frame-thread.ts";
import { started } from "./started.ts";

const slots = ahead + 1;
const compress = promisify(zstdCompress);

/** What became of a content that was written. */
export type WrittenFrames = { readonly contentBytes: number };

type Content = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Writes the content to a new file, durably: it answers when the disk has it. `seen` is called with each piece as it
 * came, before it is sealed.
 */
export async function writeFrames(
  path: string,
  key: Buffer,
  content: Content,
  seen: (piece: Uint8Array) => void = () => undefined,
): Promise<WrittenFrames> {
  const file = await open(path, "wx", 0o600);
  const sealer = makeSealer(key);
  const sealing: Promise<readonly Buffer[]>[] = [];
  try {
    const lengths: number[] = [];
    let contentBytes = 0;
    const writeOldest = async (): Promise<void> => {
      const sealed = (await sealing.shift()) as readonly Buffer[];
      lengths.push(sealed.reduce((sum, part) => sum + part.length, 0));
      await file.writev(sealed);
    };
    for await (const { slot, length } of fillSlots(content, sealer.slotAt, seen)) {
      sealing.push(started(sealer.seal(slot, Math.floor(contentBytes / frameBytes), length)));
      contentBytes += length;
      if (sealing.length >= ahead) await writeOldest();
    }
    while (sealing.length > 0) await writeOldest();
    await file.writev([trailer(lengths)]);
    await file.datasync();
    return { contentBytes };
  } finally {
    await Promise.allSettled(sealing);
    await sealer.close();
    await file.close();
  }
}

type Sealer = {
  /** The slot to fill for frame `number`; free once the frame so many before it is written. */
  slotAt(number: number): Buffer;
  seal(slot: Buffer, number: number, length: number): Promise<readonly Buffer[]>;
  close(): Promise<void>;
};

/** Seals the first frames here and, when there are more, those behind them in a thread. */
function makeSealer(key: Buffer): Sealer {
  const own = Array.from({ length: slots }, () => Buffer.allocUnsafeSlow(frameBytes));
  let thread: FrameThread | null = null;
  return {
    slotAt(number) {
      if (number < fewFrames) return own[number % slots] as Buffer;
      thread ??= startFrameThread("seal", key, slots);
      return thread.inputs[number % slots] as Buffer;
    },
    async seal(slot, number, length) {
      if (thread === null || number < fewFrames) {
        return seal(key, number, await compress(slot.subarray(0, length), compression));
      }
      return [await thread.run(number % slots, number, length)];
    },
    close: async () => {
      await thread?.close();
    },
  };
}

/** Cuts pieces of any size into frames; the last may be shorter, and there is none of no length. */
async function* fillSlots(
  content: Content,
  slotAt: (number: number) => Buffer,
  seen: (piece: Uint8Array) => void,
): AsyncGenerator<{ readonly slot: Buffer; readonly length: number }> {
  let number = 0;
  let slot = slotAt(0);
  let length = 0;
  for await (const piece of content) {
    seen(piece);
    let from = 0;
    while (from < piece.length) {
      if (length === frameBytes) {
        yield { slot, length };
        slot = slotAt(++number);
        length = 0;
      }
      const take = Math.min(piece.length - from, frameBytes - length);
      slot.set(piece.subarray(from, from + take), length);
      length += take;
      from += take;
    }
  }
  if (length > 0) yield { slot, length };
}

function trailer(lengths: readonly number[]): Buffer {
  const bytes = Buffer.alloc(lengths.length * 4 + 4 + magic.length);
  for (const [i, length] of lengths.entries()) bytes.writeUInt32LE(length, i * 4);
  bytes.writeUInt32LE(lengths.length, lengths.length * 4);
  magic.copy(bytes, lengths.length * 4 + 4);
  return bytes;
}
