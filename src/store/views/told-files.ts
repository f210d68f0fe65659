import type { NotificationId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";

/** A file that a notification names, to be fetched instead of having been attached. */
export type ToldFile = {
  /** As the mail numbers it, from 1. */
  readonly position: number;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly sha256: Buffer;
  readonly until: Date;
};

/** The files of a notification in their order; most have none. */
export async function listToldFiles(sql: Sql, id: NotificationId): Promise<ToldFile[]> {
  const { rows } = await sql.query<ToldFile>(
    `select nf.position, nf.name, nf.size, nf.sha256, nf.until_at as until
       from notification_files nf
      where nf.notification_id = $1
      order by nf.position`,
    [id],
  );
  return rows;
}
