import type { FindingId, NotificationId } from "../domain/ids.ts";
import type { LinkedFile } from "../domain/notification/linked-file.ts";
import type { Sql } from "../platform/database.ts";
import { deriveKey, type MasterKey } from "../platform/master-key.ts";
import { openSealedBytes, sealBytes } from "../platform/sealed-bytes.ts";

/** A file of a notification, ready to be kept. */
export type ReadyFile = Omit<LinkedFile, "bytes"> & {
  readonly size: number;
  /** The bytes as they are fetched, sealed. */
  readonly content: Buffer;
};

/** Seals the files of a notification, each under its number. */
export function sealNotificationFiles(
  masterKey: MasterKey,
  id: NotificationId,
  files: readonly LinkedFile[],
): ReadyFile[] {
  if (files.length === 0) return [];
  const key = deriveKey(masterKey, "notification content");
  return files.map(({ bytes, ...file }, i) => ({
    ...file,
    size: bytes.length,
    content: sealBytes(key, nameOf(id, i + 1), bytes),
  }));
}

/** Opens what `sealNotificationFiles` sealed under a number. */
export function openNotificationFile(
  masterKey: MasterKey,
  id: NotificationId,
  position: number,
  sealed: Uint8Array,
): Buffer {
  const key = deriveKey(masterKey, "notification content");
  return openSealedBytes(key, nameOf(id, position), sealed);
}

function nameOf(id: NotificationId, position: number): string {
  return `${id} file ${position}`;
}

/** Keeps the files of notifications that have some, numbered from 1 in the order given. */
export async function insertNotificationFiles(
  sql: Sql,
  ready: readonly {
    readonly notification: { readonly id: NotificationId };
    readonly files: readonly ReadyFile[];
  }[],
): Promise<void> {
  // One at a time: together they may be larger than a statement can be.
  for (const { notification, files } of ready) {
    for (const [i, { name, size, sha256, until, content }] of files.entries()) {
      await sql.query(
        `insert into notification_files (notification_id, position, name, size, sha256, until_at, content)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [notification.id, i + 1, name, size, sha256, until, content],
      );
    }
  }
}

/** Destroys the bytes of files that nobody can fetch any more. */
export async function destroyEndedFiles(sql: Sql, now: Date): Promise<void> {
  await sql.query(
    "update notification_files nf set content = null where nf.content is not null and nf.until_at <= $1",
    [now],
  );
}

/** Destroys the bytes of files in which these findings stand. */
export async function destroyFilesAbout(sql: Sql, findings: readonly FindingId[]): Promise<void> {
  await sql.query(
    `update notification_files f set content = null
      where f.content is not null
        and f.notification_id in (select nf.notification_id from notification_findings nf
                                   where nf.finding_id = any($1::bigint[]))`,
    [findings],
  );
}

/** The sealed bytes of a file; null where there is no such file, or its bytes are destroyed. */
export async function findFileContent(
  sql: Sql,
  id: NotificationId,
  position: number,
): Promise<Buffer | null> {
  const { rows } = await sql.query<{ content: Buffer | null }>(
    "select nf.content from notification_files nf where nf.notification_id = $1 and nf.position = $2",
    [id, position],
  );
  return rows[0]?.content ?? null;
}
