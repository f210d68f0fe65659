import { findAsset } from "../domain/claim/claim-record.ts";
import type { KnownHolders } from "../domain/claim/holdership.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { Asset } from "../domain/world/world.ts";
import type { Sql } from "../platform/database.ts";
import { must } from "../platform/errors.ts";

/** Where a holdership was read: asked of the registry itself, or in the layers that were loaded. */
export type HoldershipSource = "rdap" | "layers";

/** A claim in force whose holdership is to be looked at. */
export type WatchedClaim = {
  readonly id: string;
  readonly organisation: OrganisationId;
  readonly asset: Asset;
  readonly activeSince: Date;
  /** What was seen since the claim came into force; null before the first look. */
  readonly seen: KnownHolders | null;
};

/** What a look told. */
export type SeenHoldership = {
  readonly claim: string;
  readonly activeSince: Date;
  readonly holders: KnownHolders;
  readonly lookedAt: Date;
  readonly nextLookAt: Date | null;
  readonly layers: string | null;
};

/**
 * Claims in force that were not looked at since they came into force, whose time has come, or (`layers`) whose layers
 * are of other versions by now; in order of id, those after `after`.
 */
export async function listWatchedClaims(
  sql: Sql,
  wanted: {
    readonly source: HoldershipSource;
    readonly now: Date;
    readonly layers: string | null;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<WatchedClaim[]> {
  const { rows } = await sql.query<{
    id: string;
    organisation: OrganisationId;
    asset: string;
    activeSince: Date;
    seen: KnownHolders | null;
  }>(
    `select c.id, c.organisation, c.asset, c.active_since as "activeSince",
            case when r.active_since = c.active_since then r.facts end as seen
       from claims c
       left join claim_holderships r on r.claim_id = c.id and r.source = $1
      where c.state in ('active', 'stale')
        and (r.claim_id is null or r.active_since <> c.active_since or r.next_look_at <= $2
             or r.layers is distinct from $3)
        -- The layers say nothing of names.
        and ($1 = 'rdap' or c.asset ~ '/|^AS')
        and ($4::uuid is null or c.id > $4)
      order by c.id limit $5`,
    [wanted.source, wanted.now, wanted.layers, wanted.after, wanted.limit],
  );
  return rows.map(({ asset, ...row }) => ({
    ...row,
    asset: must(findAsset(asset), "the database holds canonical objects"),
  }));
}

/** Remembers what looks told, each claim once. */
export async function saveHolderships(
  sql: Sql,
  source: HoldershipSource,
  seen: readonly SeenHoldership[],
): Promise<void> {
  await sql.query(
    `insert into claim_holderships (claim_id, source, active_since, facts, looked_at, next_look_at, layers)
     select g.claim, $1, g."activeSince", g.holders, g."lookedAt", g."nextLookAt", g.layers
       from jsonb_to_recordset($2::jsonb) as g
         (claim uuid, "activeSince" timestamptz, holders jsonb, "lookedAt" timestamptz,
          "nextLookAt" timestamptz, layers text)
     on conflict (claim_id, source) do update
       set active_since = excluded.active_since, facts = excluded.facts, looked_at = excluded.looked_at,
           next_look_at = excluded.next_look_at, layers = excluded.layers`,
    [source, JSON.stringify(seen)],
  );
}

/** Runs the work unless another process does it right now; null then. A crash opens the door by itself. */
export async function tryWatchTurn<T>(sql: Sql, work: () => Promise<T>): Promise<T | null> {
  return sql.lend(async (connection) => {
    const { rows } = await connection.query<{ mine: boolean }>(
      "select pg_try_advisory_lock(hashtext('claim holderships')) as mine",
    );
    if (rows[0]?.mine !== true) return null;
    try {
      return await work();
    } finally {
      await connection.query("select pg_advisory_unlock(hashtext('claim holderships'))");
    }
  });
}
