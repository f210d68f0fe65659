import { Worker } from "node:worker_threads";
import { frameBytes, sealedBytes } from "./frame-codec.ts";

/** What a thread is started with. */
export type FrameThreadData = {
  readonly work: "seal" | "unseal";
  readonly key: Uint8Array;
  readonly inputs: readonly SharedArrayBuffer[];
  readonly outputs: readonly SharedArrayBuffer[];
};

export type FrameJob = { readonly slot: number; readonly number: number; readonly length: number };

export type FrameAnswer = {
  readonly slot: number;
  readonly length: number;
  readonly failure: string | null;
};

/**
 * A thread that seals or opens the frames of one large file, in slots of shared memory.
 *
 * Beside the time on another processor it saves the main thread its garbage: every buffer and every context of zstd
 * outside the heap brings the next marking of the whole heap nearer, and the heap of the main thread holds the world.
 */
export type FrameThread = {
  /** What goes in, a slot each; whoever fills one waits for `run` before filling it again. */
  readonly inputs: readonly Buffer[];
  /** Works on the slot's first `length` bytes as frame `number`; the answer is valid until the slot is filled again. */
  run(slot: number, number: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
};

/** Starts a thread for the file of this key, with so many slots. */
export function startFrameThread(
  work: FrameThreadData["work"],
  key: Buffer,
  slots: number,
): FrameThread {
  const make = (bytes: number): SharedArrayBuffer[] =>
    Array.from({ length: slots }, () => new SharedArrayBuffer(bytes));
  const isSealing = work === "seal";
  const inputs = make(isSealing ? frameBytes : sealedBytes);
  const outputs = make(isSealing ? sealedBytes : frameBytes);
  const data: FrameThreadData = { work, key: Uint8Array.from(key), inputs, outputs };
  const worker = new Worker(new URL("./frame-worker.ts", import.meta.url), { workerData: data });
  const waiting = new Map<number, PromiseWithResolvers<Buffer>>();
  worker.on("message", ({ slot, length, failure }: FrameAnswer) => {
    const waiter = waiting.get(slot);
    waiting.delete(slot);
    if (failure !== null) waiter?.reject(new Error(failure));
    else waiter?.resolve(Buffer.from(outputs[slot] as SharedArrayBuffer, 0, length));
  });
  worker.on("error", (error) => {
    for (const waiter of waiting.values()) waiter.reject(error);
    waiting.clear();
  });
  return {
    inputs: inputs.map((shared) => Buffer.from(shared)),
    run(slot, number, length) {
      const waiter = Promise.withResolvers<Buffer>();
      // Whoever awaits it hears of a failure, nobody else does.
      waiter.promise.catch(() => undefined);
      waiting.set(slot, waiter);
      worker.postMessage({ slot, number, length } satisfies FrameJob);
      return waiter.promise;
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
