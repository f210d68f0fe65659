import { dispositionCode } from "../domain/finding/disposition.ts";
import type { FindingTypeId } from "../domain/ids.ts";
import { deskRungs } from "../domain/notification/notification.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { toObservedChunk } from "./observations.ts";

const desks = deskRungs.map((rung) => `'${rung}'`).join(", ");

/** Chunks unpacked in one transaction. */
const atOnce = 8;

/** Dispositions after which a desk is told nothing more of a finding. */
const over = (["declined", "suppressed", "undeliverable", "withdrawn", "outOfScope"] as const)
  .map(dispositionCode)
  .join(", ");

type ChunkRow = Parameters<typeof toObservedChunk>[0] & { saved_at: Date };

/**
 * Notes what the digests of network operators still owe: of every chunk in which a finding of an event type was seen
 * again, the rows about findings that a desk answers for, but those that their notification shows anyway. Answers how
 * many.
 *
 * Chunks of reports that are not read to the end wait; any number of processes may do this at once.
 */
export async function noteOwedObservations(
  sql: Sql,
  eventTypes: readonly FindingTypeId[],
): Promise<number> {
  for (let noted = 0; ; ) {
    const count = await transaction(sql, (sql) => noteChunks(sql, eventTypes), { attempts: 3 });
    if (count === null) return noted;
    noted += count;
  }
}

/** Null when no chunk is left. */
async function noteChunks(sql: Sql, eventTypes: readonly FindingTypeId[]): Promise<number | null> {
  const { rows } = await sql.query<ChunkRow>(
    `select o.saved_at, o.report, o.chunk, o.count, o.finding_ids, o.offsets, o.observed_at
       from observations o
      where o.digest_due and exists (select from reports r where r.number = o.report and r.state = 'completed')
      order by o.saved_at limit ${atOnce}
        for update skip locked`,
  );
  if (rows.length === 0) return null;
  let noted = 0;
  for (const row of rows) {
    const chunk = toObservedChunk(row);
    const { rowCount } = await sql.query(
      `insert into owed_observations (report, evidence_offset, finding_id, observed_at)
       select $1, u.evidence_offset, u.id, to_timestamp(u.observed_at)
         from unnest($2::bigint[], $3::bigint[], $4::float8[]) as u (id, evidence_offset, observed_at)
         join findings f on f.id = u.id
         join decisions d on d.id = f.decision_id
         join finding_types t on t.id = f.type_id
        where t.name = any($5) and d.rung in (${desks}) and f.disposition not in (${over})
          and not (f.opened_by = $1 and f.evidence_offset = u.evidence_offset)
       on conflict do nothing`,
      [row.report, [...chunk.findingIds], [...chunk.offsets], [...chunk.observedAtS], eventTypes],
    );
    noted += rowCount;
    await sql.query(
      "update observations set digest_due = false where saved_at = $1 and report = $2 and chunk = $3",
      [row.saved_at, row.report, row.chunk],
    );
  }
  return noted;
}

/** Forgets what nobody is owed any more: no desk answers for the finding now, or its way has ended. */
export async function forgetOwedObservations(sql: Sql): Promise<void> {
  await sql.query(
    `delete from owed_observations o
      using findings f left join decisions d on d.id = f.decision_id
      where f.id = o.finding_id
        and (f.disposition in (${over})
             or (d.rung is not null and d.rung not in (${desks})))`,
  );
}

/** Forgets what is owed to digests by row, to informed parties by notification and address. */
export async function forgetSilenced(
  sql: Sql,
  rows: readonly {
    readonly role: "primary" | "digest" | "informed";
    readonly address: string;
    readonly report: number;
    readonly evidenceOffset: number;
    readonly becauseOf?: string;
  }[],
): Promise<void> {
  const owed = rows.filter(({ role }) => role === "digest");
  await sql.query(
    `delete from owed_observations o using unnest($1::integer[], $2::bigint[]) as u (report, evidence_offset)
      where o.report = u.report and o.evidence_offset = u.evidence_offset`,
    [owed.map(({ report }) => report), owed.map(({ evidenceOffset }) => evidenceOffset)],
  );
  const informed = rows.filter(({ becauseOf }) => becauseOf !== undefined);
  await sql.query(
    `delete from informed_due i using unnest($1::uuid[], $2::text[]) as u (notification_id, address)
      where i.notification_id = u.notification_id and i.address = u.address`,
    [informed.map(({ becauseOf }) => becauseOf), informed.map(({ address }) => address)],
  );
}
