import { createHash } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The two contents that can be kept of what was received: the bytes themselves, and the text in them where they are packed. */
export type KeptPart = "received" | "text";

/**
 * Where the content with this hash lies that was sealed with this key. The key is part of the name: of two processes
 * that keep the same content at once each writes its own file, and the database says which one counts.
 */
export function keptPath(
  folder: string,
  sha256: Buffer,
  wrappedKey: Buffer,
  part: KeptPart,
): string {
  const hash = sha256.toString("hex");
  const keyHash = createHash("sha256").update(wrappedKey).digest("hex").slice(0, 16);
  return join(folder, hash.slice(0, 2), `${hash}.${keyHash}.${part}`);
}

/** Gives a finished file its name for good, durably. */
export async function placeFile(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await rename(from, to);
  const folder = await open(dirname(to), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Removes a file; one that is not there is removed already. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
}

/**
 * Removes files of kept contents that nothing names any more and that were last written before `olderThan`; answers how
 * many. What a crash left between writing and recording is unreadable: its key was never stored.
 *
 * @param isNamed whether the database names the file of this base name
 */
export async function sweepFiles(
  folder: string,
  olderThan: Date,
  isNamed: (name: string) => boolean,
): Promise<number> {
  let removed = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    () => [],
  )) {
    if (!entry.isFile() || isNamed(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    if ((await stat(path)).mtime >= olderThan) continue;
    await removeFile(path);
    removed++;
  }
  return removed;
}
