import { readdirSync, readFileSync } from "node:fs";
import type { Sql } from "../src/platform/database.ts";

/** Hundredths of a second on every Linux (USER_HZ). */
const ticksPerSecond = 100;

type Times = { readonly parent: number; readonly own: number; readonly ofEnded: number };

/**
 * Seconds of processor time that all processes of the PostgreSQL server have taken so far, those that have ended
 * included; null where it runs on another machine or the system does not tell.
 */
export async function readServerCpuSeconds(sql: Sql): Promise<number | null> {
  const { rows } = await sql.query<{ pid: number; address: string | null }>(
    "select pg_backend_pid() as pid, host(inet_server_addr()) as address",
  );
  const [session] = rows;
  const isHere = session?.address === null || /^(?:127\.|::1$)/.test(session?.address ?? "");
  const backend = isHere && session !== undefined ? readTimes(session.pid) : null;
  const postmaster = backend === null ? null : readTimes(backend.parent);
  if (backend === null || postmaster === null) return null;
  let ticks = postmaster.own + postmaster.ofEnded;
  for (const entry of readdirSync("/proc")) {
    const times = /^\d+$/.test(entry) ? readTimes(Number(entry)) : null;
    if (times?.parent === backend.parent) ticks += times.own + times.ofEnded;
  }
  return ticks / ticksPerSecond;
}

/** Of a process of PostgreSQL; null for others and where the system does not tell (proc_pid_stat(5)). */
function readTimes(pid: number): Times | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    if (!/\(postgres|\(postmaster/.test(stat)) return null;
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const field = (number: number): number => Number(fields[number - 3]);
    return { parent: field(4), own: field(14) + field(15), ofEnded: field(16) + field(17) };
  } catch {
    return null;
  }
}

/**
 * Seconds of processor time that everything on this machine has taken so far, what its host took away included; null
 * where the system does not tell.
 */
export function readMachineCpuSeconds(): number | null {
  try {
    const [, user, nice, system, , , irq, softirq, steal] = (
      readFileSync("/proc/stat", "latin1").split("\n", 1)[0] as string
    ).split(/ +/);
    const busy = [user, nice, system, irq, softirq, steal].map((ticks) => Number(ticks ?? 0));
    return busy.reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond;
  } catch {
    return null;
  }
}
