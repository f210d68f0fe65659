import type { NotificationId } from "../domain/ids.ts";
import type { PublicNumber } from "../domain/notification/public-number.ts";
import type { Sql } from "../platform/database.ts";

/** A link with which somebody answers without an account; its word is kept hashed. */
export type NewAnswerLink = {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly notification: NotificationId;
  readonly madeAt: Date;
  readonly expiresAt: Date;
};

/** A link that a recipient made for its supplier. */
export type NewHandOff = NewAnswerLink & {
  readonly parent: string;
  /** Rows of the notification. */
  readonly positions: readonly number[];
};

/** Keeps links of notifications. */
export async function insertAnswerLinks(sql: Sql, links: readonly NewAnswerLink[]): Promise<void> {
  if (links.length === 0) return;
  await sql.query(
    `insert into answer_links (id, token_hash, notification_id, made_at, expires_at)
     select * from unnest($1::uuid[], $2::bytea[], $3::uuid[], $4::timestamptz[], $5::timestamptz[])`,
    [
      links.map(({ id }) => id),
      links.map(({ tokenHash }) => tokenHash),
      links.map(({ notification }) => notification),
      links.map(({ madeAt }) => madeAt),
      links.map(({ expiresAt }) => expiresAt),
    ],
  );
}

/**
 * Keeps the link of a supplier, unless so many hold already that were made with the same one; answers whether it did. To be
 * called in a transaction: whoever makes several at once makes one after the other.
 */
export async function insertHandOff(sql: Sql, link: NewHandOff, most: number): Promise<boolean> {
  await sql.query("select from answer_links l where l.id = $1 for update", [link.parent]);
  const { rowCount } = await sql.query(
    `insert into answer_links (id, token_hash, notification_id, parent_id, positions, made_at, expires_at)
     select $1, $2, $3, $4, $5::integer[], $6::timestamptz, $7::timestamptz
      where (select count(*) from answer_links o
              where o.parent_id = $4 and o.revoked_at is null and o.expires_at > $6) < $8`,
    [
      link.id,
      link.tokenHash,
      link.notification,
      link.parent,
      link.positions,
      link.madeAt,
      link.expiresAt,
      most,
    ],
  );
  return rowCount > 0;
}

/** A link that holds. */
export type AnswerLink = {
  readonly id: string;
  readonly notification: NotificationId;
  readonly expiresAt: Date;
  /** Null: the recipient's own. */
  readonly parent: string | null;
  /** Null: all rows of the notification. */
  readonly positions: readonly number[] | null;
};

/** The link of a word, where it holds at this instant and so does the one that it was made by; else null. */
export async function findAnswerLink(
  sql: Sql,
  tokenHash: Buffer,
  now: Date,
): Promise<AnswerLink | null> {
  const { rows } = await sql.query<AnswerLink>(
    `select l.id, l.notification_id as notification, l.expires_at as "expiresAt", l.parent_id as parent, l.positions
       from answer_links l
       join notifications n on n.id = l.notification_id
       left join answer_links p on p.id = l.parent_id
      where l.token_hash = $1 and l.revoked_at is null and l.expires_at > $2 and n.withdrawn_at is null
        and (l.parent_id is null or (p.revoked_at is null and p.expires_at > $2))`,
    [tokenHash, now],
  );
  return rows[0] ?? null;
}

/** A link of a supplier, as the one who made it sees it. */
export type HandOff = {
  readonly id: string;
  readonly positions: readonly number[];
  readonly madeAt: Date;
  readonly expiresAt: Date;
};

/** Links of suppliers made with this one that still hold, the newest first. */
export async function listHandOffs(sql: Sql, parent: string, now: Date): Promise<HandOff[]> {
  const { rows } = await sql.query<HandOff>(
    `select l.id, l.positions, l.made_at as "madeAt", l.expires_at as "expiresAt"
       from answer_links l
      where l.parent_id = $1 and l.revoked_at is null and l.expires_at > $2
      order by l.made_at desc, l.id desc`,
    [parent, now],
  );
  return rows;
}

/** Ends one link of a supplier; answers false when there is none of this parent that holds. */
export async function revokeHandOff(
  sql: Sql,
  parent: string,
  id: string,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    "update answer_links set revoked_at = $3, revoked_by = $4 where id = $2 and parent_id = $1 and revoked_at is null",
    [parent, id, at, by],
  );
  return rowCount > 0;
}

/** Ends the links of a notification, those of suppliers too; answers how many. */
export async function revokeLinksOf(
  sql: Sql,
  notification: NotificationId,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<number> {
  const { rowCount } = await sql.query(
    "update answer_links set revoked_at = $2, revoked_by = $3 where notification_id = $1 and revoked_at is null",
    [notification, at, by],
  );
  return rowCount;
}

/** The notification with this public number; null when there is none. */
export async function findNotificationBy(
  sql: Sql,
  number: PublicNumber,
): Promise<NotificationId | null> {
  const { rows } = await sql.query<{ id: NotificationId }>(
    "select n.id from notifications n where n.public_number = $1",
    [number],
  );
  return rows[0]?.id ?? null;
}
