// Asks a server over HTTP in a thread of its own, so that asking and answering do not wait for one another: started by
// ask-steadily.ts, which sends what to ask.
import { parentPort, workerData } from "node:worker_threads";
import { Pool } from "undici";
import type { Asked, AskedOf } from "./ask-steadily.ts";

const { origin, token, paths, rate, seconds, connections } = workerData as AskedOf;
const pool = new Pool(origin, { connections });
const latencies: number[] = [];
let failed = 0;
let next = 0;

/** Asks one question; how long it took counts from when it was due, so that waiting for its turn counts too. */
async function ask(dueMs: number): Promise<void> {
  const path = paths[next++ % paths.length] as string;
  try {
    const headers = { authorization: `Bearer ${token}` };
    const { statusCode, body } = await pool.request({ method: "GET", path, headers });
    await body.dump();
    if (statusCode !== 200) failed += 1;
  } catch {
    failed += 1;
  }
  latencies.push(performance.now() - dueMs);
}

/** One question every so often, whether or not those before it are answered. */
async function askSteadily(startMs: number, perSecond: number): Promise<void> {
  const total = perSecond * seconds;
  const under: Promise<void>[] = [];
  while (under.length < total) {
    const dueMs = startMs + (under.length * 1000) / perSecond;
    if (dueMs > performance.now()) await new Promise((resolve) => setTimeout(resolve, 1));
    else under.push(ask(dueMs));
  }
  await Promise.all(under);
}

/** As many as there can be, each connection asking on as soon as it is answered. */
async function askAll(startMs: number): Promise<void> {
  const askOn = async (): Promise<void> => {
    while (performance.now() - startMs < seconds * 1000) await ask(performance.now());
  };
  await Promise.all(Array.from({ length: connections }, askOn));
}

const startMs = performance.now();
await (rate === null ? askAll(startMs) : askSteadily(startMs, rate));
const tookS = (performance.now() - startMs) / 1000;
latencies.sort((a, b) => a - b);
const percentile = (share: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? 0;
const asked: Asked = {
  failed,
  perSecond: latencies.length / tookS,
  p50Ms: percentile(0.5),
  p99Ms: percentile(0.99),
};
await pool.close();
parentPort?.postMessage(asked);
