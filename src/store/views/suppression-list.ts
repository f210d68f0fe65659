import type { Sql } from "../../platform/database.ts";

/** An entry of the suppression list as people see it: whom it is for, nobody can read from it. */
export type SuppressionListEntry = {
  readonly id: string;
  /** Of the address's hash, the beginning: equal where the address is. */
  readonly mark: string;
  readonly kind: string | null;
  readonly type: string | null;
  readonly asset: string | null;
  readonly digestsOnly: boolean;
  readonly reason: string;
  readonly source: "operator" | "import" | "one-click" | "answer";
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly until: Date | null;
  readonly withdrawnAt: Date | null;
  readonly withdrawnBy: string | null;
  readonly withdrawnReason: string | null;
};

/** Entries of the list, the latest first: those that hold, or all that ever were; of one address where a hash is given. */
export async function listSuppressionEntries(
  sql: Sql,
  filters: {
    readonly now: Date;
    readonly all: boolean;
    readonly addressHash: Uint8Array | null;
    /** Behind this one. */
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<SuppressionListEntry[]> {
  const { rows } = await sql.query<SuppressionListEntry>(
    `select s.id, left(encode(s.address_hash, 'hex'), 8) as mark, s.kind, s.type, s.asset,
            s.digests_only as "digestsOnly", s.reason, s.source, s.recorded_at as "recordedAt",
            s.recorded_by as "recordedBy", s.until, s.withdrawn_at as "withdrawnAt",
            s.withdrawn_by as "withdrawnBy", s.withdrawn_reason as "withdrawnReason"
       from suppressions s
      where ($1 or s.withdrawn_at is null and (s.until is null or s.until > $2))
        and ($3::bytea is null or s.address_hash = $3) and ($4::uuid is null or s.id < $4)
      order by s.id desc limit $5`,
    [filters.all, filters.now, filters.addressHash, filters.after, filters.limit],
  );
  return rows;
}
