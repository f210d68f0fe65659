import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { compression, decompression, seal, unseal } from "./frame-codec.ts";
import type { FrameAnswer, FrameJob, FrameThreadData } from "./frame-thread.ts";

const { work, key, inputs, outputs } = workerData as FrameThreadData;
const port = parentPort;
if (port === null) throw new Error("Bug: this file runs as a thread only");

/** Frames between two collections. */
const collectEvery = 16;

// Buffers outside the heap count little for the collector, and this heap is tiny: left alone, some 64 MB of them would
// lie about before it looks. Collecting so small a heap costs less than a millisecond.
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Works on one slot: reads its input, fills its output, answers how much it wrote. */
function run({ slot, number, length }: FrameJob): number {
  const input = Buffer.from(inputs[slot] as SharedArrayBuffer, 0, length);
  const output = Buffer.from(outputs[slot] as SharedArrayBuffer);
  if (work === "unseal") {
    return zstdDecompressSync(unseal(key, number, input), decompression).copy(output);
  }
  const [sealed, tag] = seal(key, number, zstdCompressSync(input, compression));
  return sealed.copy(output) + tag.copy(output, sealed.length);
}

port.on("message", (job: FrameJob) => {
  let answer: FrameAnswer;
  try {
    answer = { slot: job.slot, length: run(job), failure: null };
  } catch (error) {
    answer = { slot: job.slot, length: 0, failure: (error as Error).message };
  }
  port.postMessage(answer);
  if (job.number % collectEvery === 0) collect();
});
