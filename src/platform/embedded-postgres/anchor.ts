import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { AppError } from "../errors.ts";
import { withFileLock } from "../file-lock.ts";
import { ensureCluster } from "./cluster.ts";
import { tryConnect } from "./connection.ts";
import { ensureKeeper } from "./keeper-process.ts";
import type { Place } from "./place.ts";
import { ensureServerFiles, removeOtherServerFiles } from "./server-files.ts";
import {
  findServerPid,
  removeReusedPids,
  type StartedServer,
  startServer,
} from "./server-process.ts";

/** A connection that keeps the server running for as long as this process lives. */
export type Anchor = { isLost(): boolean; end(): Promise<void> };

const lockWaitMs = 300_000;
/** Recovery after a crash reads up to 4 GB of log. */
const startWaitMs = 300_000;
const pollMs = 10;

/** What a server says whose killed predecessor has left processes behind that still end. */
const stillEnding = "pre-existing shared memory block";
const patienceMs = 250;

/**
 * Finds the running server of a place, or starts it, and holds on to it by one connection. The
 * keeper stops a server that has no connection left, under the same lock: who holds an anchor never
 * meets a server that is going away.
 */
export async function dropAnchor(place: Place, idleMs: number): Promise<Anchor> {
  const client = await withFileLock(place.startLock, lockWaitMs, async () => {
    const connected = await connectOrStart(place);
    ensureKeeper(place, idleMs);
    return connected;
  });
  let lost = false;
  client.on("end", () => {
    lost = true;
  });
  // Holding on must not keep the process alive; the types of pg do not know these methods.
  const holding = client as pg.Client & { ref(): void; unref(): void };
  holding.unref();
  return {
    isLost: () => lost,
    end: async () => {
      if (lost) return;
      holding.ref();
      await client.end();
    },
  };
}

async function connectOrStart(place: Place): Promise<pg.Client> {
  const until = Date.now() + startWaitMs;
  let started: StartedServer | null = null;
  while (Date.now() < until) {
    const attempt = await tryConnect(place, "meldpunt anchor");
    if (attempt.state === "connected") return attempt.client;
    const failure = started?.failure() ?? null;
    if (failure?.includes(stillEnding)) {
      started = null;
      await pause(patienceMs);
    } else if (failure !== null) {
      throw new AppError("embedded-failed", `The embedded PostgreSQL did not start: ${failure}`);
    }
    if (attempt.state === "absent" && started === null && findServerPid(place) === null) {
      started = start(place);
    }
    await pause(pollMs);
  }
  throw new AppError(
    "embedded-failed",
    `The embedded PostgreSQL in ${place.home} does not answer after ${startWaitMs / 1000} s.`,
    { remedy: `See ${place.logFile}.` },
  );
}

function start(place: Place): StartedServer {
  const files = ensureServerFiles(place.home);
  removeOtherServerFiles(place.home, files);
  removeReusedPids(place);
  ensureCluster(place, files);
  return startServer(place, files);
}
