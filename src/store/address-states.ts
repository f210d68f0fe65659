import type { DeliveryId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { Sql } from "../platform/database.ts";

/** What is known of an address: mail arrives, mail was refused for now, no mail will arrive. */
export type AddressState = "ok" | "soft" | "dead";

/** What a delivery taught about an address. */
export type AddressEvent = {
  readonly address: EmailAddress;
  readonly state: AddressState;
  readonly since: Date;
  readonly reason: string;
  readonly deliveryId: DeliveryId | null;
};

/**
 * Records what was learnt, in order; events that repeat the present state of their address are left out, unless they
 * say something new about a dead one. Call it in the transaction that draws the consequence.
 */
export async function saveAddressEvents(sql: Sql, events: readonly AddressEvent[]): Promise<void> {
  if (events.length === 0) return;
  // Whoever changes deadness is alone, so that the greatest id of all changes says which of them there are.
  await sql.query("select pg_advisory_xact_lock(hashtext('address_states'))");
  await sql.query(
    `insert into address_states (address, state, since, reason, delivery_id, alters_deadness)
     select e.address, e.state, e.since, e.reason, e.delivery_id,
            (e.state = 'dead') <> (coalesce(p.state, 'ok') = 'dead')
       from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::uuid[])
         with ordinality as e (address, state, since, reason, delivery_id, n)
       left join lateral (select s.state from address_states s
                           where s.address = e.address order by s.id desc limit 1) p on true
      where e.state <> coalesce(p.state, 'ok')
      order by e.n`,
    [
      events.map((event) => event.address),
      events.map((event) => event.state),
      events.map((event) => event.since),
      events.map((event) => event.reason),
      events.map((event) => event.deliveryId),
    ],
  );
}

/** Addresses that were dead when the snapshot was made. */
export async function listDeadAddresses(
  sql: Sql,
  snapshot: { readonly addressStateId: number },
): Promise<ReadonlySet<EmailAddress>> {
  const { rows } = await sql.query<{ address: EmailAddress }>(
    `select s.address
       from (select distinct on (s.address) s.address, s.state
               from address_states s
              where s.alters_deadness and s.id <= $1
              order by s.address, s.id desc) s
      where s.state = 'dead'`,
    [snapshot.addressStateId],
  );
  return new Set(rows.map((row) => row.address));
}

/**
 * Lets addresses that died long ago try again, and forgets that others refused mail: nobody is written off for ever because
 * a mailbox was full or moved. Answers how many.
 */
export async function reviveOldAddresses(sql: Sql, now: Date, deadDays: number): Promise<number> {
  const { rows } = await sql.query<{ address: EmailAddress; state: AddressState }>(
    `select p.address, p.state from present_address_states p
      where p.state <> 'ok' and p.since < $1::timestamptz - make_interval(days => $2)`,
    [now, deadDays],
  );
  await saveAddressEvents(
    sql,
    rows.map(({ address, state }) => ({
      address,
      state: "ok",
      since: now,
      reason: state === "dead" ? `dead for ${deadDays} days: tried again` : `${deadDays} days ago`,
      deliveryId: null,
    })),
  );
  return rows.length;
}

/** Addresses that were dead at some time, whatever they are now. */
export async function listEverDead(sql: Sql): Promise<ReadonlySet<EmailAddress>> {
  const { rows } = await sql.query<{ address: EmailAddress }>(
    "select distinct s.address from address_states s where s.alters_deadness and s.state = 'dead'",
  );
  return new Set(rows.map((row) => row.address));
}

/** Of these addresses those that are dead now. */
export async function listDeadOf(
  sql: Sql,
  addresses: readonly EmailAddress[],
): Promise<ReadonlySet<EmailAddress>> {
  const { rows } = await sql.query<{ address: EmailAddress }>(
    "select p.address from present_address_states p where p.state = 'dead' and p.address = any($1::text[])",
    [addresses],
  );
  return new Set(rows.map(({ address }) => address));
}
