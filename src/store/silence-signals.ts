import type { SilenceSignal } from "../domain/follow-up/silence.ts";
import type { Sql } from "../platform/database.ts";

/** One process at a time says who is silent. To be called in a transaction. */
export async function lockSilence(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtext('silence'))");
}

/**
 * Lets exactly these signals stand, and marks as told those that were not told since an instant; answers the ones marked.
 * One that stood before keeps when it was told.
 */
export async function replaceSilence(
  sql: Sql,
  signals: readonly SilenceSignal[],
  notSince: Date,
  now: Date,
): Promise<ReadonlySet<string>> {
  const kinds = signals.map(({ kind }) => kind);
  const abouts = signals.map(({ about }) => about);
  await sql.query(
    `delete from silence_signals s
      where not exists (select from unnest($1::text[], $2::text[]) as n (kind, about)
                         where n.kind = s.kind and n.about = s.about)`,
    [kinds, abouts],
  );
  await sql.query(
    `insert into silence_signals (kind, about, since, detail)
     select n.kind, n.about, n.since, jsonb_build_object('count', n.count)
       from unnest($1::text[], $2::text[], $3::timestamptz[], $4::integer[]) as n (kind, about, since, count)
     on conflict (kind, about) do update set detail = excluded.detail`,
    [kinds, abouts, signals.map(({ since }) => since), signals.map(({ count }) => count)],
  );
  const { rows } = await sql.query<{ kind: string; about: string }>(
    `update silence_signals set told_at = $2 where told_at is null or told_at <= $1 returning kind, about`,
    [notSince, now],
  );
  return new Set(rows.map(({ kind, about }) => `${kind} ${about}`));
}

/** Takes the mark of this instant back: it did not come to telling. */
export async function forgetSilenceTold(sql: Sql, toldAt: Date): Promise<void> {
  await sql.query("update silence_signals set told_at = null where told_at = $1", [toldAt]);
}
