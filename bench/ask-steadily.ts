import { Worker } from "node:worker_threads";

/** What to ask of whom. */
export type AskedOf = {
  readonly origin: string;
  readonly token: string;
  /** In turn, again from the first. */
  readonly paths: readonly string[];
  /** A second; null: as many as there can be. */
  readonly rate: number | null;
  readonly seconds: number;
  readonly connections: number;
};

/** How the answers came; latencies count from when a question was due. */
export type Asked = {
  readonly failed: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

/** Asks a server over HTTP from another thread. */
export function askSteadily(of: AskedOf): Promise<Asked> {
  const worker = new Worker(new URL("./ask-thread.ts", import.meta.url), { workerData: of });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
