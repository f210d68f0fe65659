import { constants } from "node:fs";
import { lstat, mkdir, open, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type {
  Feed,
  FeedFile,
  FeedFileOutcome,
  FolderTerms,
  Look,
  OpenFeedFile,
} from "../../domain/feed/feed.ts";
import { AppError } from "../../platform/errors.ts";
import { toSafeFileName } from "../../platform/safe-file-name.ts";
import { newUuid } from "../../platform/uuid.ts";
import { isReadyName } from "./file-names.ts";
import { readSightings, type Sightings, writeSightings } from "./sightings.ts";
import { sweepFolder } from "./sweep-folder.ts";

const claimed = ".taking";
const outcomes = ["done", "refused"] as const;
/** Most files that one look claims; the next look goes on. */
const mostAtOnce = 1000;
const pieceBytes = 1 << 20;

/**
 * A folder that reports are put into. What is complete is first moved aside under a name of its own, so that nobody who
 * goes by the old name can change it any more; then it is read, and lies in `done` or `refused` with the answer beside
 * it. What a crash left aside is found by the next look.
 */
export function openWatchedFolder(terms: FolderTerms): Feed {
  const { folder } = terms;
  return {
    settings: terms,
    look: (position, now) => asFeedFailure(folder, () => look(terms, position, now)),
    open: async (file) => {
      await takeBack(folder, file);
      return openClaimed(join(folder, claimed, file.key));
    },
    settle: (file, outcome) => asFeedFailure(folder, () => settle(folder, file, outcome)),
  };
}

async function look(terms: FolderTerms, position: string | null, now: Date): Promise<Look> {
  const { folder } = terms;
  for (const name of [claimed, ...outcomes]) await makeOwnFolder(join(folder, name));
  for (const name of outcomes) await sweepFolder(join(folder, name), now.getTime() - terms.keepMs);
  const before = readSightings(position);
  const sightings: Sightings = new Map();
  let count = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory() || !isReadyName(entry.name)) continue;
    const path = join(folder, entry.name);
    const seen = await lstat(path).catch(() => null);
    if (seen === null) continue;
    const { size, mtimeMs, ino } = seen;
    const state = `${ino}:${size}:${mtimeMs}`;
    const earlier = before.get(entry.name);
    const since = earlier?.state === state ? earlier.since : now.getTime();
    const quietSince = Math.min(since, mtimeMs);
    if (now.getTime() - quietSince >= terms.quietMs && count < mostAtOnce) {
      await rename(path, join(folder, claimed, toKey(entry.name, now)));
      count++;
    } else {
      sightings.set(entry.name, { state, since });
    }
  }
  return { position: writeSightings(sightings), files: await listClaimed(folder) };
}

/** A folder of ours; a link that somebody put in its place would lead files elsewhere. */
async function makeOwnFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  if ((await lstat(path)).isDirectory()) return;
  throw new AppError("feed-failed", `${path} is a link, not a folder.`, {
    remedy: "Take it away; Meldpunt makes the folder itself.",
  });
}

/** Unique, and in the order of claiming. */
function toKey(name: string, now: Date): string {
  return `${newUuid(now.getTime())}-${toSafeFileName(name)}`;
}

async function listClaimed(folder: string): Promise<FeedFile[]> {
  const names = await readdir(join(folder, claimed));
  return names
    .filter((name) => /^[0-9a-f-]{36}-./.test(name))
    .sort()
    .map((key) => ({ key, name: key.slice(37) }));
}

/** What was refused before and is owed again lies there still, for a while. */
async function takeBack(folder: string, file: FeedFile): Promise<void> {
  await rename(join(folder, "refused", file.key), join(folder, claimed, file.key)).catch(
    () => undefined,
  );
}

/** Opens what was moved aside, itself: a link is not followed, and what is no file is not waited for. */
async function openClaimed(path: string): Promise<OpenFeedFile> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ELOOP") throw toNoFile("a symbolic link");
    if (error.code === "ENXIO") throw toNoFile("a socket or device");
    if (error.code === "ENOENT") throw toNoFile("gone: somebody else took it away");
    throw toFailure(path, error);
  });
  const found = await file.stat();
  if (!found.isFile()) {
    await file.close();
    throw toNoFile("a device, pipe or folder");
  }
  async function* pieces(): AsyncGenerator<Uint8Array> {
    const buffer = Buffer.allocUnsafeSlow(pieceBytes);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, pieceBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  }
  return { bytes: found.size, pieces: pieces(), close: () => file.close() };
}

/** The answer first: a file in `done` always has one. Doing it again does no harm. */
async function settle(folder: string, file: FeedFile, outcome: FeedFileOutcome): Promise<void> {
  const to = join(folder, outcome.state === "taken" ? "done" : "refused");
  const answer = { file: file.name, ...outcome };
  const incoming = join(folder, claimed, `.${file.key}.json`);
  await rm(incoming, { force: true });
  await writeFile(incoming, `${JSON.stringify(answer, null, 2)}\n`, { flag: "wx" });
  await rename(incoming, join(to, `${file.key}.json`));
  await rename(join(folder, claimed, file.key), join(to, file.key)).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    },
  );
}

async function asFeedFailure<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toFailure(folder, error);
  }
}

function toFailure(path: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return new AppError("feed-failed", `${path} cannot be used (${code || "unknown reason"}).`, {
    remedy: "Check that the folder exists and that Meldpunt may read, write and rename in it.",
    cause: error,
  });
}

function toNoFile(what: string): AppError {
  return new AppError("input-refused", `It is no plain file but ${what}.`, {
    remedy: "Put the file itself into the folder.",
    details: { reason: "no-file" },
  });
}
