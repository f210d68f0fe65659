// Installs the packages of the lock file when they are missing or the lock file has changed since.
// Plain JavaScript without packages: it runs under any Node.js from 20, before anything is there.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const programFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const installedFor = join(programFolder, "node_modules", ".meldpunt-installed");

/** The pinned Node.js for this machine; ends the process when there is none. */
export function getPinnedNode() {
  const name =
    process.platform === "darwin"
      ? `node-bin-darwin-${process.arch}`
      : `node-${process.platform}-${process.arch}`;
  const path = join(programFolder, "node_modules", name, "bin", "node");
  if (existsSync(path)) return path;
  console.error(
    `The pinned Node.js for ${process.platform} on ${process.arch} is not installed (${name}).\n` +
      "Meldpunt runs on Linux (x64, arm64) and macOS (arm64), with optional packages installed.",
  );
  return process.exit(1);
}

/** Answers when everything is installed; ends the process with what to do when that fails. */
export function ensureInstalled() {
  const wanted = hashLock();
  if (existsSync(installedFor) && readFileSync(installedFor, "utf8") === wanted) {
    // Newer than the lock file, which is what the launcher looks at.
    utimesSync(installedFor, new Date(), new Date());
    return;
  }
  console.error("Installing the packages of package-lock.json (once, and after it changes) …");
  const result = spawnSync(
    "npm",
    ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
    { cwd: programFolder, stdio: ["ignore", "inherit", "inherit"], shell: false },
  );
  if (result.error !== undefined || result.status !== 0) {
    console.error(
      result.error?.code === "ENOENT"
        ? "npm is not installed. Install Node.js 20 or newer together with npm, then try again."
        : "\nThe packages could not be installed; npm says why above. Most often the package\n" +
            "registry cannot be reached: check the network, or npm's own settings for a proxy or\n" +
            "a mirror (`npm config list`), then give the same command again.",
    );
    process.exit(1);
  }
  markInstalled();
}

/** Remembers that what is installed is what the lock file says. */
export function markInstalled() {
  writeFileSync(installedFor, hashLock());
}

function hashLock() {
  const files = ["package-lock.json", ".npmrc"].map((name) => join(programFolder, name));
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file)).update("\0");
  return `${hash.digest("hex")} ${process.platform} ${process.arch}\n`;
}
