import type {
  DisableReason,
  EndpointStanding,
  EndpointWay,
  MachineFormat,
} from "../../domain/endpoint/endpoint.ts";
import type { EndpointId, OrganisationId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";

/** An endpoint as it is shown, and how much waits for it. */
export type EndpointListEntry = {
  readonly endpoint: EndpointId;
  readonly organisation: OrganisationId;
  readonly kind: EndpointWay["kind"];
  /** Of a webhook. */
  readonly url: string | null;
  /** Of a folder. */
  readonly format: MachineFormat | null;
  readonly state: EndpointStanding["state"];
  readonly madeAt: Date;
  readonly madeBy: string;
  readonly testedAt: Date | null;
  readonly disabledAt: Date | null;
  readonly disabledBecause: DisableReason | null;
  /** When it took something last; null where it took nothing that was composed since the given instant. */
  readonly lastTakenAt: Date | null;
  readonly failingSince: Date | null;
  readonly lastFailure: string | null;
  /** Of a webhook: what signatures `v1a` are checked with (`whpk_…`), the newest first. */
  readonly publicKeys: readonly string[];
  readonly waiting: number;
};

/**
 * Endpoints of an organisation, or of all (null), those that count first.
 *
 * @param takenSince what was composed before is not looked at: it is many
 */
export async function listEndpointEntries(
  sql: Sql,
  organisation: OrganisationId | null,
  takenSince: Date,
): Promise<EndpointListEntry[]> {
  const { rows } = await sql.query<EndpointListEntry>(
    `with taken as (
       select d.endpoint_id, max(d.settled_at) as at
         from notifications n join deliveries d on d.notification_id = n.id
        where n.composed_at >= $2 and d.endpoint_id is not null and d.state = 'accepted'
        group by 1)
     select e.id as endpoint, e.organisation, e.kind, e.url, e.format, e.state, e.made_at as "madeAt",
            e.made_by as "madeBy", e.tested_at as "testedAt", e.disabled_at as "disabledAt",
            e.disabled_because as "disabledBecause", k.at as "lastTakenAt", e.failing_since as "failingSince", e.last_failure as "lastFailure",
            array(select s.public_key from endpoint_secrets s
                   where s.endpoint_id = e.id order by s.made_at desc, s.id desc) as "publicKeys",
            (select count(*)::int from deliveries d
              where d.endpoint_id = e.id and d.state in ('queued', 'leased', 'unknown')) as waiting
       from endpoints e left join taken k on k.endpoint_id = e.id
      where $1::text is null or e.organisation = $1
      order by e.organisation, array_position(array['active', 'untested', 'disabled'], e.state), e.made_at desc, e.id desc`,
    [organisation, takenSince],
  );
  return rows;
}
