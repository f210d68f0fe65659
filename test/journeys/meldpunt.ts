import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll } from "vitest";
import { makeDataFolder } from "../embedded-server.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** How a command ended. */
export type Ended = {
  /** Null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** A command under way. */
export type Started = { readonly child: ChildProcess; readonly ended: Promise<Ended> };

/** An installation of its own on the embedded database, used as people use it: by commands. */
export type Meldpunt = {
  /** A folder for the files of the test. */
  readonly folder: string;
  readonly dataFolder: string;
  /** Writes a file into the folder and answers its path. */
  write(name: string, content: string | Uint8Array): string;
  start(args: readonly string[], stdin?: string): Started;
  /** Starts one whose standard input stays open. */
  open(args: readonly string[]): Started;
  run(...args: readonly string[]): Promise<Ended>;
  /** As the holder of a token. */
  runAs(token: string, ...args: readonly string[]): Promise<Ended>;
  /** With text on standard input. */
  runWith(stdin: string, ...args: readonly string[]): Promise<Ended>;
  /** Fails unless the command does what it should; answers its standard output. */
  done(...args: readonly string[]): Promise<string>;
  /** The same, read as one JSON value. */
  json<T>(...args: readonly string[]): Promise<T>;
  /** The same, read as a JSON value a line. */
  lines<T>(...args: readonly string[]): Promise<T[]>;
};

/**
 * An installation for this test file alone, taken away when its tests are done.
 *
 * @param settings of the environment of its commands, read when one starts
 */
export function useMeldpunt(
  settings: () => Readonly<Record<string, string>> = () => ({}),
): Meldpunt {
  const { dataFolder, remove } = makeDataFolder();
  const folder = join(dirname(dataFolder), "files");
  beforeAll(() => mkdirSync(folder, { recursive: true }));
  afterAll(remove);

  const open: Meldpunt["open"] = (args) => startCommand(dataFolder, folder, args, settings());
  const start: Meldpunt["start"] = (args, stdin = "") => {
    const started = open(args);
    started.child.stdin?.end(stdin);
    return started;
  };
  const run: Meldpunt["run"] = (...args) => start(args).ended;
  const done: Meldpunt["done"] = async (...args) => {
    const { status, stdout, stderr } = await run(...args);
    if (status === 0) return stdout;
    throw new Error(`meldpunt ${args.join(" ")} ended with ${status}: ${stderr}${stdout}`);
  };
  return {
    folder,
    dataFolder,
    write(name, content) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
    start,
    open,
    run,
    runAs: (token, ...args) => {
      const started = startCommand(dataFolder, folder, args, {
        ...settings(),
        MELDPUNT_ACT_AS: token,
      });
      started.child.stdin?.end();
      return started.ended;
    },
    runWith: (stdin, ...args) => start(args, stdin).ended,
    done,
    json: async (...args) => JSON.parse(await done(...args)),
    lines: async (...args) =>
      (await done(...args))
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line)),
  };
}

function startCommand(
  dataFolder: string,
  folder: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Started {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_COMPILE_CACHE: fileURLToPath(new URL("../../node_modules/.cache/node", import.meta.url)),
      MELDPUNT_DATA: dataFolder,
      MELDPUNT_LOG: "warn",
      ...settings,
    },
  });
  const texts = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    texts.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    texts.stderr += text;
  });
  // A command that refuses its arguments reads no input.
  child.stdin.on("error", () => undefined);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...texts }));
  });
  return { child, ended };
}
