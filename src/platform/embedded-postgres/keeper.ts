/**
 * The keeper: stops the embedded server when nobody has been connected for a while. Runs by itself;
 * when it is killed, the server goes on and the next process that connects starts another keeper.
 */
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { must } from "../errors.ts";
import { tryFileLock } from "../file-lock.ts";
import { tryConnect } from "./connection.ts";
import type { Place } from "./place.ts";
import { stopServer } from "./server-process.ts";

const place = JSON.parse(must(process.argv[2], "the keeper is told its place")) as Place;
const idleMs = Number(must(process.argv[3], "the keeper is told how long to wait"));

const lock = tryFileLock(place.keeperLock);
if (lock !== null) {
  const attempt = await tryConnect(place, "meldpunt keeper");
  if (attempt.state === "connected") await keep(attempt.client).catch(() => undefined);
  lock.release();
}
process.exit();

async function keep(client: pg.Client): Promise<void> {
  const stepMs = Math.min(1000, idleMs / 4);
  let idleSinceMs = Date.now();
  while (Date.now() - idleSinceMs < idleMs || !(await stopUnlessUsed(client))) {
    await pause(stepMs);
    if (await isUsed(client)) idleSinceMs = Date.now();
  }
}

/** Whether the server was stopped; not when somebody is just connecting. */
async function stopUnlessUsed(client: pg.Client): Promise<boolean> {
  const startLock = tryFileLock(place.startLock);
  if (startLock === null) return false;
  try {
    if (await isUsed(client)) return false;
    await client.end();
    await stopServer(place);
    // Before the start lock, so that whoever starts the server next finds no keeper and makes one.
    lock?.release();
    return true;
  } finally {
    startLock.release();
  }
}

async function isUsed(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ used: boolean }>(
    `select exists (select from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()) as used`,
  );
  return must(rows[0], "exists answers a row").used;
}
