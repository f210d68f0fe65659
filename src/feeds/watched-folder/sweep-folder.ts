import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Takes away what was put here before this instant (milliseconds since 1970), which the UUIDv7 that begins each name
 * says. Other files are somebody else's and stay.
 */
export async function sweepFolder(folder: string, olderThanMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const putMs = findInstantOf(name);
    if (putMs !== null && putMs < olderThanMs) await rm(join(folder, name), { force: true });
  }
}

function findInstantOf(name: string): number | null {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}-/.exec(name);
  return match === null ? null : Number.parseInt(`${match[1]}${match[2]}`, 16);
}
