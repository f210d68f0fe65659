import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";

/** The machine that is measured on, for people to read. */
export function describeMachine(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  const model = cpus()[0]?.model.trim() || readModel();
  return `${model}, ${availableParallelism()} processors, ${memory} GiB, ${type()} ${release()}, Node.js ${process.versions.node}`;
}

/** How busy it is: processes that want a processor, over the last minute. */
export function describeLoad(): string {
  return `load ${(loadavg()[0] ?? 0).toFixed(1)}`;
}

function readModel(): string {
  try {
    const found = /^(?:model name|Model)\s*:\s*(.+)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"));
    return found?.[1] ?? process.arch;
  } catch {
    return process.arch;
  }
}
