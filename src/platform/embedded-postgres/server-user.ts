import { spawnSync } from "node:child_process";
import { AppError } from "../errors.ts";

/** Whom the server runs as, where that is not who we are. */
export type ServerUser = { readonly uid: number; readonly gid: number };

const preferredNames = ["meldpunt", "postgres"];

/**
 * The user that the server of root runs as, since PostgreSQL refuses to run as root: `meldpunt` or
 * `postgres` where one of them exists, else a system user without password and shell made here.
 */
export function ensureServerUser(names: readonly string[] = preferredNames): ServerUser {
  for (const name of names) {
    const user = findUser(name);
    if (user !== null) return user;
  }
  const name = names[0] ?? "meldpunt";
  const attempts = [
    [
      "useradd",
      "--system",
      "--user-group",
      "--no-create-home",
      "--home-dir",
      "/nonexistent",
      "--shell",
      "/usr/sbin/nologin",
      name,
    ],
    ["adduser", "-S", "-D", "-H", "-h", "/nonexistent", "-s", "/sbin/nologin", name],
  ].map(([command = "", ...args]) => run(command, args));
  const user = findUser(name);
  if (user !== null) return user;
  throw new AppError(
    "embedded-user",
    `PostgreSQL does not run as root, none of the users ${names.join(", ")} exists, and ${name} ` +
      `could not be made: ${attempts.map((attempt) => attempt.error).join("; ")}.`,
    {
      remedy:
        `Make the system user ${name} by hand, start Meldpunt as an ordinary user, or set ` +
        "DATABASE_URL to a PostgreSQL 15 or newer.",
    },
  );
}

/** The user of this name, by whatever directory the machine asks. */
function findUser(name: string): ServerUser | null {
  const [uid, gid] = [run("id", ["-u", name]), run("id", ["-g", name])];
  if (uid.error !== null || gid.error !== null) return null;
  const user = { uid: Number(uid.output), gid: Number(gid.output) };
  return user.uid > 0 ? user : null;
}

function run(command: string, args: readonly string[]): { output: string; error: string | null } {
  const result = spawnSync(command, args, {
    encoding: "utf8",
    env: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
  });
  if (result.error !== undefined) return { output: "", error: `${command} is not installed` };
  const complaint = result.stderr.trim().split("\n").at(-1) || `status ${result.status}`;
  return {
    output: result.stdout.trim(),
    error: result.status === 0 ? null : `${command} failed (${complaint})`,
  };
}
