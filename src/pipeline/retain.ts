import { basename } from "node:path";
import { type Duration, shiftInstant } from "../domain/duration.ts";
import type { Sql } from "../platform/database.ts";
import { keptPath, removeFile, sweepFiles } from "../platform/kept-files.ts";
import { destroyExpiredKeys, listReadableKeys } from "../store/kept-reports.ts";
import type { PipelineContext } from "./material/context.ts";

/** What was removed. */
export type Retained = {
  /** Kept reports that can no longer be read by anybody. */
  readonly destroyed: number;
  /** Files that nothing named, left by a crash. */
  readonly swept: number;
};

/** Long enough for the slowest upload: a file without a name in the database may still be on its way there. */
const onItsWay: Duration = { months: 0, days: 2, ms: 0 };

/**
 * Ends the keeping of reports whose time is over: their key is destroyed first, which makes every copy of the bytes
 * unreadable, backups included; then the file is removed.
 */
export async function retain(context: PipelineContext): Promise<Retained> {
  const { sql, clock, keptFolder, instance } = context;
  const now = clock();
  const expired = await destroyExpiredKeys(
    sql,
    now,
    before(now, instance.retention.keptReport),
    before(now, instance.retention.keptReportWithOpenFinding),
  );
  for (const { sha256, wrappedKey } of expired) {
    await removeFile(keptPath(keptFolder, sha256, wrappedKey, "text"));
    await removeFile(keptPath(keptFolder, sha256, wrappedKey, "received"));
  }
  const named = await listFileNames(sql, keptFolder);
  const swept = await sweepFiles(keptFolder, before(now, onItsWay), (name) => named.has(name));
  return { destroyed: expired.length, swept };
}

function before(now: Date, duration: Duration): Date {
  return new Date(shiftInstant(now.getTime(), duration, -1));
}

async function listFileNames(sql: Sql, folder: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const { sha256, wrappedKey } of await listReadableKeys(sql)) {
    names.add(basename(keptPath(folder, sha256, wrappedKey, "text")));
    names.add(basename(keptPath(folder, sha256, wrappedKey, "received")));
  }
  return names;
}
