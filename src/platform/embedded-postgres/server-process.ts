import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { serverEnvironment } from "./cluster.ts";
import type { Place } from "./place.ts";
import type { ServerFiles } from "./server-files.ts";

/** A server that we started; `failure` answers once it has ended, with the last lines of its log. */
export type StartedServer = { failure(): string | null };

const biggestLogBytes = 10 * 2 ** 20;

/**
 * Starts the server so that it outlives us: in a session of its own, with nothing of our terminal.
 * Only while holding the start lock.
 */
export function startServer(place: Place, files: ServerFiles): StartedServer {
  turnLog(place);
  const log = openSync(place.logFile, "a", 0o600);
  let ending: string | null = null;
  const child = spawn(files.postgres, ["-D", place.cluster], {
    cwd: place.home,
    env: serverEnvironment,
    detached: true,
    stdio: ["ignore", log, log],
    ...place.user,
  });
  child.on("error", (error) => {
    ending = error.message;
  });
  child.on("exit", (status, signal) => {
    ending = `it ended with ${signal ?? `status ${status}`}`;
  });
  child.unref();
  closeSync(log);
  return { failure: () => (ending === null ? null : `${ending}: ${readLogEnd(place)}`) };
}

/** The process id of the server that runs on this cluster; null when none does. */
export function findServerPid(place: Place): number | null {
  const pid = readPid(join(place.cluster, "postmaster.pid"));
  return pid !== null && isServer(pid, place) ? pid : null;
}

/**
 * Forgets a server that is gone, where its process id belongs to somebody else by now, whom
 * PostgreSQL could take for a running server. All other stale files it clears away itself.
 * Only while holding the start lock, and when the server does not run.
 */
export function removeReusedPids(place: Place): void {
  for (const path of [
    join(place.cluster, "postmaster.pid"),
    join(place.socketFolder, ".s.PGSQL.5432.lock"),
  ]) {
    const pid = readPid(path);
    if (pid !== null && readCommand(pid) !== "") rmSync(path, { force: true });
  }
}

/** Ends the server at once but cleanly, and waits until it is gone. */
export async function stopServer(place: Place): Promise<void> {
  const pid = findServerPid(place);
  if (pid === null) return;
  process.kill(pid, "SIGINT");
  while (isServer(pid, place)) await pause(20);
}

/** The process id in the first line of a file; null also when the file goes away just now. */
function readPid(path: string): number | null {
  const pid = Number.parseInt(readIfThere(path), 10);
  return pid > 0 ? pid : null;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Whether this process is the server of this cluster, and not one that got its id later. */
function isServer(pid: number, place: Place): boolean {
  return readCommand(pid).endsWith(`/bin/postgres -D ${place.cluster}`);
}

/** The command line of a process; empty when there is none, or when it has ended (a zombie). */
function readCommand(pid: number): string {
  if (process.platform === "linux") {
    return readIfThere(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trimEnd();
  }
  const ps = spawnSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" });
  return (ps.stdout ?? "").trimEnd();
}

/** The server cannot turn its log itself without one more process; each start does. */
function turnLog(place: Place): void {
  const size = statSync(place.logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > biggestLogBytes) renameSync(place.logFile, `${place.logFile}.1`);
}

function readLogEnd(place: Place): string {
  const lines = readIfThere(place.logFile).trimEnd().split("\n").slice(-5);
  return `${lines.join("\n")}\n(${place.logFile})`;
}
