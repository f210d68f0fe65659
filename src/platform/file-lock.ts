import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "./errors.ts";

export type FileLock = { release(): void };

const retryEveryMs = 25;

/**
 * Takes the lock of a file, which is made when absent; null when another process has it.
 *
 * Node.js has no flock, but its SQLite takes kernel locks, which end with the process that holds
 * them, however it ends: there are no stale locks. Nothing is ever written into the file.
 */
export function tryFileLock(path: string): FileLock | null {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec("pragma journal_mode = off; begin exclusive");
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw error;
  }
  return { release: () => database.close() };
}

/** Runs `work` while holding the lock of a file; waits for whoever has it, `waitMs` at most. */
export async function withFileLock<T>(
  path: string,
  waitMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const until = Date.now() + waitMs;
  for (;;) {
    const lock = tryFileLock(path);
    if (lock !== null) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (Date.now() > until) {
      throw new AppError(
        "embedded-failed",
        `Another process holds ${path} for longer than ${waitMs / 1000} s.`,
        { remedy: "Look whether another meldpunt process hangs, and stop it." },
      );
    }
    await pause(retryEveryMs);
  }
}

function isBusy(error: unknown): boolean {
  const sqliteBusy = 5;
  return error instanceof Error && "errcode" in error && error.errcode === sqliteBusy;
}
