import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { programFolder } from "../src/platform/config.ts";

/** A clone whose program tells how it was started, and then does what its first argument says. */
const program = `
const [what, value] = process.argv.slice(2);
if (what === "wait") {
  process.on("SIGTERM", () => process.exit(7));
  setInterval(() => {}, 1000);
}
console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd() }));
if (what === "exit") process.exit(Number(value));
`;

let folder = "";
let clone = "";
const pinned = join(
  process.platform === "darwin"
    ? `node-bin-darwin-${process.arch}`
    : `node-${process.platform}-${process.arch}`,
  "bin",
  "node",
);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "meldpunt-launcher-"));
  clone = join(folder, "a clone");
  mkdirSync(join(clone, "src"), { recursive: true });
  for (const name of ["bin", "scripts", "package.json", "package-lock.json", ".npmrc"]) {
    cpSync(join(programFolder, name), join(clone, name), { recursive: true });
  }
  writeFileSync(join(clone, "src", "main.ts"), program);
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A stand-in for npm: notes that it was called, and installs the pinned Node.js or fails. */
function makeNpm(works: boolean): string {
  const path = join(folder, "npm-bin");
  mkdirSync(path);
  const target = join(clone, "node_modules", pinned);
  const install = `mkdir -p "${dirname(target)}" && ln -sf "${process.execPath}" "${target}"`;
  writeFileSync(
    join(path, "npm"),
    `#!/bin/sh\necho "$@" >> "${join(folder, "npm-calls")}"\n${works ? install : "exit 1"}\n`,
  );
  chmodSync(join(path, "npm"), 0o755);
  symlinkSync(process.execPath, join(path, "node"));
  return `${path}:/usr/bin:/bin`;
}

function npmCalls(): string[] {
  const path = join(folder, "npm-calls");
  return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
}

function run(path: string, command: string, args: readonly string[], env = {}) {
  return spawnSync(command, args, { cwd: folder, encoding: "utf8", env: { PATH: path, ...env } });
}

const launcher = () => join(clone, "bin", "meldpunt");

describe("the launcher", () => {
  test("installs once, then goes on with the pinned Node.js, arguments as they are", () => {
    const path = makeNpm(true);
    const first = run(path, launcher(), ["who", "a b", "*"]);
    expect(first.stderr).toContain("Installing");
    expect(JSON.parse(first.stdout)).toMatchObject({ args: ["who", "a b", "*"], cwd: folder });
    const second = run(path, launcher(), ["exit", "3"]);
    expect(second).toMatchObject({ stderr: "", status: 3 });
    expect(npmCalls()).toEqual([expect.stringMatching(/^ci --ignore-scripts/)]);
  });

  test("works through links from any folder, and as a module too", () => {
    const path = makeNpm(true);
    symlinkSync(launcher(), join(folder, "meldpunt"));
    symlinkSync("./meldpunt", join(folder, "again"));
    expect(run(path, "./again", ["exit", "4"]).status).toBe(4);
    const asModule = run(path, process.execPath, [launcher(), "exit", "5"]);
    expect(asModule).toMatchObject({ status: 5, stderr: "" });
  });

  test("installs again when the lock file has changed, and only then", () => {
    const path = makeNpm(true);
    run(path, launcher(), []);
    const lock = join(clone, "package-lock.json");
    const later = new Date(Date.now() + 60_000);
    utimesSync(lock, later, later);
    run(path, launcher(), []);
    expect(npmCalls()).toHaveLength(1);
    writeFileSync(lock, `${readFileSync(lock, "utf8")}\n`);
    utimesSync(lock, later, later);
    run(path, launcher(), []);
    expect(npmCalls()).toHaveLength(2);
  });

  test("says what to do when installing fails, and tries again the next time", () => {
    const path = makeNpm(false);
    for (const calls of [1, 2]) {
      const result = run(path, launcher(), []);
      expect(result.status).toBe(1);
      expect(result.stderr).toContain("could not be installed; npm says why above");
      expect(npmCalls()).toHaveLength(calls);
    }
  });

  test("says so when npm is missing", () => {
    rmSync(join(folder, "npm-bin"), { recursive: true, force: true });
    mkdirSync(join(folder, "empty"));
    const result = run(join(folder, "empty"), process.execPath, [launcher()]);
    expect(result).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("npm is not installed"),
    });
  });

  test.each([
    ["where Node.js can replace itself", ""],
    ["where it runs a child", "--import=data:text/javascript,process.execve=undefined"],
  ])("passes signals and the exit status through, %s", async (_, options) => {
    const path = makeNpm(true);
    run(path, launcher(), []);
    const child = spawn(process.execPath, [launcher(), "wait"], {
      cwd: folder,
      env: { PATH: path, NODE_OPTIONS: options },
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.once("data", () => child.kill("SIGTERM"));
    const status = await new Promise((resolve) => child.on("exit", resolve));
    expect(status).toBe(7);
  });
});

test("the lock file names no registry and the packages of every platform", () => {
  const text = readFileSync(join(programFolder, "package-lock.json"), "utf8");
  expect(text).not.toContain('"resolved"');
  const { packages } = JSON.parse(text) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const missing = Object.values(packages)
    .flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
    .filter((name) => packages[`node_modules/${name}`] === undefined);
  expect(missing, "run `node scripts/complete-lock.mjs`").toEqual([]);
});
