import type { SnapshotId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { newUuid } from "../platform/uuid.ts";

/** What decisions are made with: versions of the world, of the registry's layers, of what is known of addresses. */
export type Snapshot = {
  readonly id: SnapshotId;
  readonly madeAt: Date;
  /** UUIDs of versions; null while nothing was loaded. */
  readonly worldId: string | null;
  readonly announcedId: string | null;
  readonly delegatedId: string | null;
  readonly contactsId: string | null;
  /** The last change that made an address dead or brought one back; 0 when there was none. */
  readonly addressStateId: number;
  /** The last change of the register; 0 when there was none. */
  readonly registerChangeId: number;
  /** The last contact that we looked up ourselves and that decisions may use; 0 when there was none. */
  readonly foundContactId: number;
  /** The last change of the suppression list; 0 when there was none. */
  readonly suppressionChangeId: number;
};

type Row = {
  id: SnapshotId;
  made_at: Date;
  world_id: string | null;
  announced_id: string | null;
  delegated_id: string | null;
  contacts_id: string | null;
  address_state_id: number;
  register_change_id: number;
  found_contact_id: number;
  suppression_change_id: number;
};

/** Present versions of everything that a decision reads. */
const present = `
  present as (
    select (select w.id from worlds w where w.replaced_at is null) as world_id,
           (select r.id from registry_versions r
             where r.layer = 'announced' and r.replaced_at is null) as announced_id,
           (select r.id from registry_versions r
             where r.layer = 'delegated' and r.replaced_at is null) as delegated_id,
           (select r.id from registry_versions r
             where r.layer = 'contacts' and r.replaced_at is null) as contacts_id,
           (select coalesce(max(s.id), 0) from address_states s
             where s.alters_deadness) as address_state_id,
           (select coalesce(max(c.id), 0) from register_changes c) as register_change_id,
           (select coalesce(max(c.id), 0) from found_contacts c where c.counts) as found_contact_id,
           (select greatest(coalesce(max(s.change_id), 0), coalesce(max(s.withdrawn_change_id), 0))
              from suppressions s) as suppression_change_id
  )`;

const columns = `s.id, s.made_at, s.world_id, s.announced_id, s.delegated_id, s.contacts_id, s.address_state_id,
  s.register_change_id, s.found_contact_id, s.suppression_change_id`;

/** The snapshot of the present state: the one that is known, or a new one when something changed. */
export async function currentSnapshot(sql: Sql, now: Date = new Date()): Promise<Snapshot> {
  const found = await findPresent(sql);
  if (found !== null) return found;
  // Another process may make the same one at the same time; equal states are one row.
  const { rows } = await sql.query<Row>(
    `with ${present}
     insert into snapshots as s
       (id, made_at, world_id, announced_id, delegated_id, contacts_id, address_state_id, register_change_id,
        found_contact_id, suppression_change_id)
     select $1, $2, p.world_id, p.announced_id, p.delegated_id, p.contacts_id, p.address_state_id, p.register_change_id,
            p.found_contact_id, p.suppression_change_id
       from present p
     on conflict do nothing
     returning ${columns}`,
    [newUuid(now.getTime()), now],
  );
  if (rows[0] !== undefined) return toSnapshot(rows[0]);
  return currentSnapshot(sql, now);
}

/** A snapshot by its id; null when there is none. */
export async function findSnapshot(sql: Sql, id: SnapshotId): Promise<Snapshot | null> {
  const { rows } = await sql.query<Row>(`select ${columns} from snapshots s where s.id = $1`, [id]);
  return rows[0] === undefined ? null : toSnapshot(rows[0]);
}

async function findPresent(sql: Sql): Promise<Snapshot | null> {
  const { rows } = await sql.query<Row>(
    `with ${present}
     select ${columns}
       from present p
       join snapshots s
         on s.world_id is not distinct from p.world_id
        and s.announced_id is not distinct from p.announced_id
        and s.delegated_id is not distinct from p.delegated_id
        and s.contacts_id is not distinct from p.contacts_id
        and s.address_state_id = p.address_state_id
        and s.register_change_id = p.register_change_id
        and s.found_contact_id = p.found_contact_id
        and s.suppression_change_id = p.suppression_change_id`,
  );
  return rows[0] === undefined ? null : toSnapshot(rows[0]);
}

function toSnapshot(row: Row): Snapshot {
  return {
    id: row.id,
    madeAt: row.made_at,
    worldId: row.world_id,
    announcedId: row.announced_id,
    delegatedId: row.delegated_id,
    contactsId: row.contacts_id,
    addressStateId: row.address_state_id,
    registerChangeId: row.register_change_id,
    foundContactId: row.found_contact_id,
    suppressionChangeId: row.suppression_change_id,
  };
}
