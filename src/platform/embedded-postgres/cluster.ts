import { spawnSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { AppError } from "../errors.ts";
import type { Place } from "./place.ts";
import type { ServerFiles } from "./server-files.ts";
import { toServerSettings } from "./server-settings.ts";

/** The role that owns everything; who may reach the socket needs no password. */
export const superuser = "meldpunt";

/** What the programs of PostgreSQL may know of our environment. */
export const serverEnvironment = { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" };

const access = `# Written by Meldpunt at each start. Who may enter the folder of the socket, may connect.
local all all trust
`;

/**
 * Makes the cluster where there is none, and writes its settings. It appears in one step: a first
 * start that is killed leaves nothing that the next one would take for a cluster.
 * Only while holding the start lock, and while no server runs.
 */
export function ensureCluster(place: Place, files: ServerFiles): void {
  if (!existsSync(place.cluster)) {
    removeUnfinished(place);
    const unfinished = `${place.cluster}.${process.pid}.unfinished`;
    initialise(place, files, unfinished);
    renameSync(unfinished, place.cluster);
  }
  refuseOtherMajor(place, files);
  writeOwned(place, "postgresql.conf", toServerSettings(place.socketFolder));
  writeOwned(place, "pg_hba.conf", access);
  // What the server may not read it passes over in silence, and root may have written it.
  const local = join(place.cluster, "local.conf");
  if (place.user !== null && existsSync(local)) chownSync(local, place.user.uid, place.user.gid);
}

function initialise(place: Place, files: ServerFiles, folder: string): void {
  const args = [
    ["-D", folder, "-U", superuser, "--auth=trust", "--encoding=UTF8", "--locale=C"],
    ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"],
  ].flat();
  const result = spawnSync(files.initdb, args, {
    cwd: place.home,
    env: serverEnvironment,
    encoding: "utf8",
    ...place.user,
  });
  if (result.status === 0) return;
  rmSync(folder, { recursive: true, force: true });
  const reason = result.error?.message ?? result.stderr.trim();
  throw new AppError("embedded-failed", `Making the database in ${place.home} failed: ${reason}`, {
    remedy:
      "Check that the disk has room and that its folders may be entered by the server's user; " +
      "or set MELDPUNT_POSTGRES to another folder, or DATABASE_URL to a PostgreSQL 15 or newer.",
  });
}

function removeUnfinished(place: Place): void {
  for (const name of readdirSync(place.home)) {
    if (/^cluster\.\d+\.unfinished$/.test(name)) {
      rmSync(join(place.home, name), { recursive: true, force: true });
    }
  }
}

function refuseOtherMajor(place: Place, files: ServerFiles): void {
  const major = Number(readFileSync(join(place.cluster, "PG_VERSION"), "utf8"));
  if (major === files.major) return;
  throw new AppError(
    "embedded-failed",
    `The database in ${place.cluster} is of PostgreSQL ${major}, this program brings ${files.major}.`,
    {
      remedy:
        `Dump it with a PostgreSQL ${major} and restore it into a new one, or use the version of ` +
        "Meldpunt that made it.",
    },
  );
}

function writeOwned(place: Place, name: string, text: string): void {
  const path = join(place.cluster, name);
  writeFileSync(path, text, { mode: 0o600 });
  if (place.user !== null) chownSync(path, place.user.uid, place.user.gid);
}
