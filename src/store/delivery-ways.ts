import type { DeliveryId, EndpointId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { withdrawTakenBack } from "./withdrawals.ts";

/**
 * Lets deliveries go by mail from now on, to the same recipient: the way to its program has failed. Once only, since what goes
 * by mail has no endpoint any more. Their mail was composed with them. What was taken back meanwhile goes nowhere.
 */
export async function fallBackToMail(
  sql: Sql,
  ids: readonly DeliveryId[],
  at: Date,
): Promise<number> {
  const { rowCount } = await sql.query(
    `update deliveries
        set channel = 'mail', endpoint_id = null, routed_at = $2, attempts_before = attempts, state = 'queued',
            leased_by = null, leased_until = null, next_attempt_at = $2
      where id = any($1::uuid[]) and endpoint_id is not null and state in ('queued', 'leased', 'unknown')`,
    [ids, at],
  );
  return rowCount - (await withdrawTakenBack(sql, ids));
}

/** Deliveries that wait to go to an endpoint, but for those under way; they stay locked until the end of the transaction. */
export async function lockWaitingAt(sql: Sql, endpoint: EndpointId): Promise<DeliveryId[]> {
  const { rows } = await sql.query<{ id: DeliveryId }>(
    `select v.id from deliveries v
      where v.endpoint_id = $1 and v.state = 'queued'
      order by v.id
        for update skip locked`,
    [endpoint],
  );
  return rows.map(({ id }) => id);
}

/** Lets all that waits for an endpoint wait until this instant at least: it was not there just now. */
export async function postponeAt(sql: Sql, endpoint: EndpointId, until: Date): Promise<void> {
  await sql.query(
    `update deliveries v set next_attempt_at = $2
       from (select w.id from deliveries w
              where w.endpoint_id = $1 and w.state = 'queued' and w.next_attempt_at < $2
              order by w.id
                for update skip locked) w
      where v.id = w.id`,
    [endpoint, until],
  );
}
