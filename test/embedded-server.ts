import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ensurePlace, type Place } from "../src/platform/embedded-postgres/place.ts";
import { findServerPid, stopServer } from "../src/platform/embedded-postgres/server-process.ts";

/** A data folder in a folder that only we may enter; `remove` ends its server and takes all away. */
export function makeDataFolder(): { dataFolder: string; remove: () => Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), "meldpunt-embedded-"));
  const dataFolder = join(folder, "data");
  return {
    dataFolder,
    remove: async () => {
      if (existsSync(join(dataFolder, "postgres"))) {
        await stopServer(ensurePlace(dataFolder, null));
        rmSync(realpathSync(join(dataFolder, "postgres")), { recursive: true, force: true });
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Another process that holds the embedded database; see programs/hold-database.ts. */
export type Holder = {
  readonly process: ChildProcess;
  query(statement: string): Promise<unknown>;
  /** Ends it at once, without any chance to clean up. */
  kill(): Promise<void>;
  /** Ends it in order. */
  end(): Promise<void>;
};

/** Starts a process that holds the database of a folder, as another user when told. */
export async function startHolder(
  dataFolder: string,
  options: { readonly idleMs?: number; readonly user?: { uid: number; gid: number } } = {},
): Promise<Holder> {
  const program = fileURLToPath(new URL("./programs/hold-database.ts", import.meta.url));
  const child = spawn(process.execPath, [program, dataFolder, String(options.idleMs ?? 60_000)], {
    stdio: ["pipe", "pipe", "pipe"],
    ...options.user,
  });
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  const gone = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done) throw new Error(`the process ended: ${complaint}`);
    return JSON.parse(line.value);
  };
  await answer();
  return {
    process: child,
    query: (statement) => {
      child.stdin.write(`${statement}\n`);
      return answer();
    },
    kill: async () => {
      child.kill("SIGKILL");
      await gone;
    },
    end: async () => {
      child.stdin.end();
      await gone;
    },
  };
}

/** Answers when no server runs there any more. */
export async function waitUntilStopped(place: Place): Promise<void> {
  while (findServerPid(place) !== null) await pause(20);
}
