import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { AppError } from "../errors.ts";
import { ensureServerUser, type ServerUser } from "./server-user.ts";

/** Where the embedded server of one installation lives. */
export type Place = {
  /** Holds the cluster, a copy of the server, its log and locks; mode 0700, of the server's user. */
  readonly home: string;
  readonly cluster: string;
  readonly logFile: string;
  /** Serialises starting, first connecting and stopping. */
  readonly startLock: string;
  /** Held by the keeper as long as it lives. */
  readonly keeperLock: string;
  /** Of mode 0700, so that only the server's user and root can connect. */
  readonly socketFolder: string;
  /** Null: the server runs as we do. */
  readonly user: ServerUser | null;
};

/** Where the servers of root live: it drops root, and the data may lie where nobody else may enter. */
const rootHomes = "/var/lib/meldpunt";

/** Longest path of a socket: 107 bytes on Linux, 103 on macOS. */
const longestSocketBytes = 103;
const socketName = "/.s.PGSQL.5432";
/** For sockets whose own folder has too long a path; not TMPDIR, which may differ between processes. */
const shortFolder = "/tmp";

/**
 * Finds the place for a data folder, and makes it when it is absent.
 *
 * `postgres` in the data folder; for root that is a link into /var/lib/meldpunt. An existing
 * cluster of an ordinary user is served as that user, also when root starts it.
 */
export function ensurePlace(dataFolder: string, postgresFolder: string | null): Place {
  const asRoot = process.getuid?.() === 0;
  const wanted = postgresFolder ?? join(dataFolder, "postgres");
  try {
    makeFolder(dataFolder, 0o755);
    if (asRoot && postgresFolder === null && !existsSync(join(wanted, "cluster"))) {
      linkHomeOfRoot(dataFolder, wanted);
    }
    makeFolder(wanted, 0o700);
    const home = realpathSync(wanted);
    refuseCopy(home, dataFolder);
    if (!asRoot) refuseForeign(home);
    const user = asRoot ? (findOwner(home) ?? ensureServerUser()) : null;
    own(home, 0o700, user);
    const paths = toPaths(home);
    for (const lock of [paths.startLock, paths.keeperLock]) {
      writeFileSync(lock, "", { flag: "a" });
      own(lock, 0o600, user);
    }
    return { ...paths, socketFolder: ensureSocketFolder(home, user), user };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw toRefusal(wanted, cause);
  }
}

function toPaths(home: string): Omit<Place, "socketFolder" | "user"> {
  return {
    home,
    cluster: join(home, "cluster"),
    logFile: join(home, "server.log"),
    startLock: join(home, "start.lock"),
    keeperLock: join(home, "keeper.lock"),
  };
}

/** Gives what we made to the server's user; an ordinary user may come to it after root was here. */
function own(path: string, mode: number, user: ServerUser | null): void {
  if (user !== null) chownSync(path, user.uid, user.gid);
  chmodSync(path, mode);
}

/** `mkdir -p`, but the mode only for what is made here. */
function makeFolder(path: string, mode: number): void {
  if (!existsSync(path)) mkdirSync(path, { recursive: true, mode });
}

/** Makes a home for a data folder of root that has none yet, and a link to it: who links first, wins. */
function linkHomeOfRoot(dataFolder: string, link: string): void {
  if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) {
    if (existsSync(link)) return;
    rmSync(link);
  }
  const path = realpathSync(dataFolder);
  const seed = `${path}\0${statSync(path).ino}\0${statSync(path).birthtimeMs}`;
  const own = basename(path) === "data" ? basename(dirname(path)) : basename(path);
  const home = join(
    rootHomes,
    `${own.replace(/[^A-Za-z0-9-]/g, "").slice(0, 20)}-${shortHash(seed)}`,
  );
  mkdirSync(rootHomes, { recursive: true, mode: 0o755 });
  makeFolder(home, 0o700);
  writeFileSync(join(home, "data-folder"), path);
  try {
    symlinkSync(home, link);
  } catch (error) {
    if (!existsSync(link)) throw error;
  }
}

/** Two data folders, one copied from the other, must not write into one database. */
function refuseCopy(home: string, dataFolder: string): void {
  const note = join(home, "data-folder");
  if (!existsSync(note)) return;
  const original = readFileSync(note, "utf8");
  const path = realpathSync(dataFolder);
  if (original === path) return;
  if (existsSync(join(original, "postgres")) && realpathSync(join(original, "postgres")) === home) {
    throw new AppError(
      "embedded-failed",
      `${path} is a copy of ${original}, whose database ${home} must not be shared.`,
      { remedy: `Remove the link ${join(path, "postgres")} to begin with an empty database.` },
    );
  }
  writeFileSync(note, path);
}

/** What root made here, an ordinary user cannot go on with. */
function refuseForeign(home: string): void {
  if (statSync(home).uid === process.getuid?.()) return;
  throw new AppError("embedded-failed", `${home} belongs to another user.`, {
    remedy:
      "Start Meldpunt as the user who did before (root perhaps), or set MELDPUNT_DATA to a " +
      "folder of your own.",
  });
}

/** Whose the cluster is: PostgreSQL insists on the same user for ever. */
function findOwner(home: string): ServerUser | null {
  const found = statSync(join(home, "cluster"), { throwIfNoEntry: false }) ?? statSync(home);
  return found.uid === 0 ? null : { uid: found.uid, gid: found.gid };
}

/** In the home where its path is short enough. */
function ensureSocketFolder(home: string, user: ServerUser | null): string {
  const inside = join(home, "socket");
  const fits = Buffer.byteLength(inside) + socketName.length <= longestSocketBytes;
  const folder = fits ? inside : join(shortFolder, `meldpunt-${shortHash(home)}`);
  const uid = user?.uid ?? process.getuid?.() ?? 0;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  const fresh = found.uid === process.getuid?.();
  if (!found.isDirectory() || (found.uid !== uid && !fresh)) {
    throw new AppError("embedded-failed", `${folder} belongs to somebody else.`, {
      remedy: "Remove it, or set MELDPUNT_DATA to a folder with a shorter path.",
    });
  }
  own(folder, 0o700, user);
  return folder;
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

function toRefusal(wanted: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError("embedded-failed", `No place for the embedded PostgreSQL: ${reason}.`, {
    cause,
    remedy:
      `Make ${wanted} writable for whom Meldpunt runs as, set MELDPUNT_DATA or ` +
      "MELDPUNT_POSTGRES to another folder, or set DATABASE_URL to a PostgreSQL 15 or newer.",
  });
}
