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
  readonly failingSince: Date | null;
  readonly lastFailure: string | null;
  /** Of a webhook: what signatures `v1a` are checked with (`whpk_…`), the newest first. */
  readonly publicKeys: readonly string[];
  readonly waiting: number;
};

/** Endpoints of an organisation, or of all (null), those that count first. */
export async function listEndpointEntries(
  sql: Sql,
  organisation: OrganisationId | null,
): Promise<EndpointListEntry[]> {
  const { rows } = await sql.query<EndpointListEntry>(
    `select e.id as endpoint, e.organisation, e.kind, e.url, e.format, e.state, e.made_at as "madeAt",
            e.made_by as "madeBy", e.tested_at as "testedAt", e.disabled_at as "disabledAt",
            e.disabled_because as "disabledBecause", e.failing_since as "failingSince", e.last_failure as "lastFailure",
            array(select s.public_key from endpoint_secrets s
                   where s.endpoint_id = e.id order by s.made_at desc, s.id desc) as "publicKeys",
            (select count(*)::int from deliveries d
              where d.endpoint_id = e.id and d.state in ('queued', 'leased', 'unknown')) as waiting
       from endpoints e
      where $1::text is null or e.organisation = $1
      order by e.organisation, array_position(array['active', 'untested', 'disabled'], e.state), e.made_at desc, e.id desc`,
    [organisation],
  );
  return rows;
}
