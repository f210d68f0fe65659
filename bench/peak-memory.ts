import { readFileSync } from "node:fs";

/**
 * The most memory that this process ever held (RSS), in bytes.
 *
 * From Linux itself where it is there: what getrusage(2) tells of a process includes the peak of the one that started it.
 */
export function readPeakBytes(): number {
  try {
    const peak = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "latin1"));
    if (peak !== null) return Number(peak[1]) * 1024;
  } catch {}
  return process.resourceUsage().maxRSS * 1024;
}
