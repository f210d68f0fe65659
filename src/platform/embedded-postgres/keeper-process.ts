import { spawn } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { tryFileLock } from "../file-lock.ts";
import type { Place } from "./place.ts";

/** Starts the keeper of a server, unless it has one: a process of its own that outlives us. */
export function ensureKeeper(place: Place, idleMs: number): void {
  const lock = tryFileLock(place.keeperLock);
  if (lock === null) return;
  lock.release();
  const program = fileURLToPath(new URL(`./keeper${extname(import.meta.url)}`, import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify(place), String(idleMs)], {
    cwd: "/",
    env: {},
    detached: true,
    stdio: "ignore",
  });
  child.on("error", () => undefined);
  child.unref();
}
