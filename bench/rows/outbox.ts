import type { Sql } from "../../src/platform/database.ts";
import { newUuid } from "../../src/platform/uuid.ts";
import { leaseDeliveries } from "../../src/store/deliveries.ts";
import { measured, type Outcome } from "../measure.ts";
import { openContext } from "../open-context.ts";
import type { Bench } from "../row.ts";

const usualDeliveries = 1_000_000;
const atOnce = 200;
/** Leases that are measured at the beginning, and again near the end. */
const leases = 200;
const day = "2026-11-20";

/** Leases deliveries from a queue of a million, when it is full and when nearly all of it is done. */
export async function outbox(bench: Bench): Promise<Outcome> {
  const context = await openContext(bench, day);
  const { sql, clock } = context;
  const deliveries = bench.size ?? usualDeliveries;
  try {
    await fillQueue(sql, deliveries, clock());
    const full = await leaseMany(sql, clock());
    await sql.query("vacuum analyze deliveries");
    const left = (leases + 50) * atOnce;
    await sql.query(
      `update deliveries set state = 'accepted', settled_at = $1, leased_by = null, leased_until = null
        where id in (select v.id from deliveries v order by v.id limit greatest($2::int - $3::int, 0))`,
      [clock(), deliveries, left],
    );
    const nearlyDone = await leaseMany(sql, clock());
    return {
      measures: [
        measured("a lease of 200 from the full queue", "ms", full.msPerLease),
        measured("a lease of 200 when nearly all is done", "ms", nearlyDone.msPerLease),
        measured("the second against the first", "times", nearlyDone.msPerLease / full.msPerLease, {
          atMost: 1.3,
        }),
        measured("deliveries leased, full queue", "/s", full.perSecond),
      ],
      about: [
        `${deliveries} deliveries queued in three lanes, each with its notification and rendered bytes of 4 kB`,
        `${leases} leases of ${atOnce}, one after another; what was done in between was written without a vacuum`,
      ],
      profile: null,
    };
  } finally {
    await sql.close();
  }
}

async function leaseMany(
  sql: Sql,
  now: Date,
): Promise<{ readonly msPerLease: number; readonly perSecond: number }> {
  const worker = newUuid();
  const until = new Date(now.getTime() + 3_600_000);
  const fromMs = performance.now();
  let leased = 0;
  for (let lease = 0; lease < leases; lease++) {
    leased += (await leaseDeliveries(sql, { worker, now, until, limit: atOnce })).length;
  }
  const ms = performance.now() - fromMs;
  if (leased !== leases * atOnce) throw new Error(`Only ${leased} deliveries were leased.`);
  return { msPerLease: ms / leases, perSecond: (leased / ms) * 1000 };
}

/** Notifications and deliveries as composing leaves them, written in one go. */
async function fillQueue(sql: Sql, deliveries: number, now: Date): Promise<void> {
  await sql.query(
    `with made as (
       insert into notifications (id, public_number, role, address, organisation, rung, language, lane, kind, round, tier,
                                  part, parts, message_id, subject, template_version, row_count, composed_at, sha256, content)
       select ('01990000-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid, 'NSM-' || g, 'primary',
              'findings@owner-' || g % 50000 || '.example', 'owner-' || g % 50000, 'owner', 'nl',
              (array['now', 'day', 'week'])[g % 3 + 1], 'vulnerability', 1, 1, 1, 1, '<' || g || '@meldpunt.example>',
              'subject', 'bench', 1, $2, sha256(int4send(g)), decode(repeat(md5(g::text), 128), 'hex')
         from generate_series(1, $1::int) as g
       returning id, address, lane)
     insert into deliveries (id, notification_id, channel, lane, state, queued_at, next_attempt_at, host)
     select m.id, m.id, 'mail', array_position(array['now', 'day', 'week'], m.lane) - 1, 'queued', $2, $2,
            split_part(m.address, '@', 2)
       from made m`,
    [deliveries, now],
  );
  await sql.query("vacuum analyze notifications");
  await sql.query("vacuum analyze deliveries");
}
