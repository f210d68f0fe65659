import { findAsset } from "../domain/claim/claim-record.ts";
import type { Kind } from "../domain/finding/kind.ts";
import type { FindingTypeId } from "../domain/ids.ts";
import { formatAsset } from "../domain/world/claim-id.ts";
import type { Silence, SilenceScope } from "../domain/world/silence.ts";
import type { Sql } from "../platform/database.ts";

/** What the key is for that addresses are hashed with (`makeKeyedHash`). */
export const suppressionPurpose = "suppression list";

/** Whose word it was. */
export const suppressionSources = [
  "operator",
  "import",
  "one-click",
  "answer",
  "complaint",
] as const;

export type SuppressionSource = (typeof suppressionSources)[number];

/** What an address asked for, before it is kept. */
export type NewSuppression = {
  /** UUIDv7; an entry that says the same already keeps its own. */
  readonly id: string;
  readonly addressHash: Uint8Array;
  readonly scope: SilenceScope;
  readonly reason: string;
  readonly source: SuppressionSource;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  /** Null: until it is withdrawn. */
  readonly until: Date | null;
};

/** An entry of the list as decisions read it. */
export type ListedSuppression = {
  readonly addressHash: string;
  readonly silence: Silence;
  readonly isWithdrawn: boolean;
};

/**
 * Puts these on the list; what it says already is kept, with the later of both ends. Answers the ids that hold, in the
 * order given. To be called in a transaction, which is alone with the list until its end.
 */
export async function recordSuppressions(
  sql: Sql,
  entries: readonly NewSuppression[],
): Promise<string[]> {
  await lockSuppressions(sql);
  const ids: string[] = [];
  for (const { scope, ...entry } of entries) {
    const { rows } = await sql.query<{ id: string }>(
      `insert into suppressions as s (id, address_hash, kind, type, asset, digests_only, reason, source, recorded_at,
                                      recorded_by, until)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (address_hash, kind, type, asset, digests_only) where withdrawn_at is null do update
          set until = case when s.until is null or excluded.until is null then null
                           else greatest(s.until, excluded.until) end,
              change_id = case when s.until is null or s.until >= excluded.until then s.change_id
                               else excluded.change_id end
       returning id`,
      [
        entry.id,
        entry.addressHash,
        scope.kind,
        scope.type,
        scope.asset === null ? null : formatAsset(scope.asset),
        scope.digestsOnly,
        entry.reason,
        entry.source,
        entry.recordedAt,
        entry.recordedBy,
        entry.until,
      ],
    );
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

/** Takes an entry off the list; answers false where there is none that holds. To be called in a transaction. */
export async function withdrawSuppression(
  sql: Sql,
  id: string,
  { at, by, reason }: { readonly at: Date; readonly by: string; readonly reason: string },
): Promise<boolean> {
  await lockSuppressions(sql);
  const { rowCount } = await sql.query(
    `update suppressions s
        set withdrawn_at = $2, withdrawn_by = $3, withdrawn_reason = $4,
            withdrawn_change_id = nextval('suppression_changes')
      where s.id = $1 and s.withdrawn_at is null`,
    [id, at, by, reason],
  );
  return rowCount > 0;
}

/** Whoever changes the list is alone, so that the greatest number of all changes says which of them there are. */
async function lockSuppressions(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtext('suppressions'))");
}

type Row = {
  hash: string;
  kind: Kind | null;
  type: FindingTypeId | null;
  asset: string | null;
  digests_only: boolean;
  recorded_at: Date;
  until: Date | null;
  is_withdrawn: boolean;
};

/** The list as it was when the snapshot was made, with what was withdrawn by then. */
export async function listSuppressions(
  sql: Sql,
  snapshot: { readonly suppressionChangeId: number },
): Promise<ListedSuppression[]> {
  if (snapshot.suppressionChangeId === 0) return [];
  const { rows } = await sql.query<Row>(
    `select encode(s.address_hash, 'hex') as hash, s.kind, s.type, s.asset, s.digests_only, s.recorded_at, s.until,
            coalesce(s.withdrawn_change_id <= $1, false) as is_withdrawn
       from suppressions s where s.change_id <= $1 order by s.change_id, s.id`,
    [snapshot.suppressionChangeId],
  );
  return rows.map((row) => ({
    addressHash: row.hash,
    isWithdrawn: row.is_withdrawn,
    silence: {
      kind: row.kind,
      type: row.type,
      asset: row.asset === null ? null : findAsset(row.asset),
      digestsOnly: row.digests_only,
      since: row.recorded_at.getTime(),
      until: row.until?.getTime() ?? Number.POSITIVE_INFINITY,
    },
  }));
}
