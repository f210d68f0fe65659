import type { CorrectionId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { Sql } from "../platform/database.ts";

/** Which rows of notifications a recall is about. */
export type RecalledRows = {
  /** Numbers of the reports whose rows are void. */
  readonly reports: readonly number[];
  /** Number of the one type that is void; null: all. */
  readonly typeId: number | null;
  /** Findings that come to an end, or wait, by it: rows about them are void whoever showed them. */
  readonly gone: readonly number[];
  /** Numbers of other reports that opened some of `gone`. */
  readonly openers: readonly number[];
};

/** Why a row counts as never having arrived. */
const neverArrived = `('address-dead', 'refused', 'retries-exhausted', 'withdrawn')`;

/**
 * Rows `nf` of notifications that are void, with the finding `f` and `g.id`, null unless it is gone; rows that were taken
 * back, never arrived, or are void already are left out. Parameters 1 to 4 are those of `toValues`.
 */
const voidRows = `
  notification_findings nf
  join findings f on f.id = nf.finding_id
  left join unnest($3::bigint[]) as g (id) on g.id = nf.finding_id and nf.episode = f.episode
 where nf.report = any($1::integer[] || $4::integer[])
   and (nf.report = any($1::integer[]) and ($2::integer is null or f.type_id = $2) or g.id is not null)
   and nf.role in ('primary', 'informed', 'digest') and nf.correction_id is null
   and (nf.superseded_because is null or nf.superseded_because not in ${neverArrived})`;

function toValues({ reports, typeId, gone, openers }: RecalledRows): unknown[] {
  return [reports, typeId, gone, openers];
}

/** Notifications with void rows by what became of them. */
export type ToldTotals = {
  /** Channel that brought it, or was to. */
  readonly channel: string;
  readonly state: "queued" | "leased" | "accepted" | "unknown" | "failed" | "withdrawn";
  readonly notifications: number;
  readonly rows: number;
  readonly recipients: number;
};

/** How many were told of what, or are about to be. */
export async function countTold(sql: Sql, recalled: RecalledRows): Promise<ToldTotals[]> {
  const { rows } = await sql.query<ToldTotals>(
    `with told as (
       select nf.notification_id, count(*) as rows from ${voidRows} group by nf.notification_id)
     select v.channel, v.state, count(*)::int as notifications, sum(t.rows)::int as rows,
            count(distinct n.address)::int as recipients
       from told t
       join notifications n on n.id = t.notification_id
       join deliveries v on v.notification_id = n.id
      group by v.channel, v.state
      order by v.channel, v.state`,
    toValues(recalled),
  );
  return rows;
}

/** Somebody who was told, for whoever looks at the preview. */
export type ToldRecipient = {
  readonly address: EmailAddress;
  readonly organisation: string | null;
  readonly notifications: number;
  readonly rows: number;
};

/** Whose mail servers took void rows, most rows first; and how many they are. */
export async function listTold(
  sql: Sql,
  recalled: RecalledRows,
  limit: number,
): Promise<{ readonly recipients: number; readonly first: readonly ToldRecipient[] }> {
  const { rows } = await sql.query<ToldRecipient & { recipients: number }>(
    `with told as (
       select nf.notification_id, count(*) as rows from ${voidRows} group by nf.notification_id)
     select n.address, min(n.organisation) as organisation, count(*)::int as notifications, sum(t.rows)::int as rows,
            (count(*) over ())::int as recipients
       from told t
       join notifications n on n.id = t.notification_id
       join deliveries v on v.notification_id = n.id
      where v.state = 'accepted'
      group by n.address
      order by 4 desc, n.address limit $5`,
    [...toValues(recalled), limit],
  );
  const first = rows.map(({ recipients, ...recipient }) => recipient);
  return { recipients: rows[0]?.recipients ?? 0, first };
}

/** Notifications with void rows that no worker has begun to send, or of which nobody knows whether they arrived. */
export async function listUnsentWithVoid(sql: Sql, recalled: RecalledRows): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `select distinct nf.notification_id as id from ${voidRows}
       and nf.notification_id in (select v.notification_id from deliveries v where v.state = 'queued'
                                  union all
                                  select v.notification_id from deliveries v where v.state = 'leased'
                                  union all
                                  select v.notification_id from deliveries v where v.state = 'unknown')`,
    toValues(recalled),
  );
  return rows.map(({ id }) => id);
}

/**
 * Marks rows as void by a recall, and notes whose notifications are to be corrected: those that arrived, and those of
 * which that is not settled yet. Answers how many rows. Doing it twice marks nothing more.
 */
export async function markVoid(
  sql: Sql,
  correction: CorrectionId,
  recalled: RecalledRows,
): Promise<number> {
  const { rows } = await sql.query<{ marked: number }>(
    `with void as (
       select nf.notification_id, nf.position,
              g.id is not null
              or exists (select from past_episodes p where p.finding_id = nf.finding_id and p.episode = nf.episode
                          and p.opened_by = any($1::integer[])) as gone
         from ${voidRows}
     ), marked as (
       update notification_findings nf
          set correction_id = $5, corrected_as = case when void.gone then 'withdrawn' else 'stands' end
         from void, deliveries v
        where nf.notification_id = void.notification_id and nf.position = void.position
          and v.notification_id = void.notification_id and v.state in ('accepted', 'leased', 'unknown')
       returning nf.notification_id
     ), due as (
       insert into corrections_due (correction_id, notification_id)
       select distinct $5::uuid, m.notification_id from marked m)
     select count(*)::int as marked from marked`,
    [...toValues(recalled), correction],
  );
  return rows[0]?.marked ?? 0;
}

/**
 * Forgets what is owed because of void rows: observations for digests, and informing others of what is withdrawn. To be
 * called when they are marked.
 */
export async function forgetVoid(sql: Sql, { reports, typeId, gone }: RecalledRows): Promise<void> {
  await sql.query(
    `delete from owed_observations o
      using findings f
      where f.id = o.finding_id
        and (o.report = any($1::integer[]) and ($2::integer is null or f.type_id = $2) or o.finding_id = any($3::bigint[]))`,
    [reports, typeId, gone],
  );
  await sql.query(
    `delete from informed_due i
      where not exists (select from notification_findings nf
                         where nf.notification_id = i.notification_id and nf.role = 'primary'
                           and nf.superseded_at is null and nf.corrected_as is distinct from 'withdrawn')`,
  );
}
