import type {
  DisableReason,
  Endpoint,
  EndpointStanding,
  EndpointWay,
  MachineFormat,
} from "../domain/endpoint/endpoint.ts";
import type { EndpointId, OrganisationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

type EndpointRow = {
  id: EndpointId;
  organisation: OrganisationId;
  kind: EndpointWay["kind"];
  url: string | null;
  format: MachineFormat | null;
  state: EndpointStanding["state"];
  madeAt: Date;
  madeBy: string;
  testedAt: Date | null;
  disabledAt: Date | null;
  because: DisableReason | null;
  failingSince: Date | null;
  lastFailure: string | null;
};

const columns = `e.id, e.organisation, e.kind, e.url, e.format, e.state, e.made_at as "madeAt", e.made_by as "madeBy",
  e.tested_at as "testedAt", e.disabled_at as "disabledAt", e.disabled_because as because,
  e.failing_since as "failingSince", e.last_failure as "lastFailure"`;

/** Keeps a new endpoint, untested. */
export async function insertEndpoint(
  sql: Sql,
  endpoint: Pick<Endpoint, "id" | "organisation" | "way" | "madeAt" | "madeBy">,
): Promise<void> {
  const { id, organisation, way, madeAt, madeBy } = endpoint;
  await sql.query(
    `insert into endpoints (id, organisation, kind, url, format, state, made_at, made_by)
     values ($1, $2, $3, $4, $5, 'untested', $6, $7)`,
    [
      id,
      organisation,
      way.kind,
      way.kind === "webhook" ? way.url : null,
      way.kind === "folder" ? way.format : null,
      madeAt,
      madeBy,
    ],
  );
}

/** An endpoint by its id, locked until the end of the transaction; null when there is none. */
export async function lockEndpoint(sql: Sql, id: EndpointId): Promise<Endpoint | null> {
  const { rows } = await sql.query<EndpointRow>(
    `select ${columns} from endpoints e where e.id = $1 for update`,
    [id],
  );
  return rows[0] === undefined ? null : toEndpoint(rows[0]);
}

/** An endpoint by its id; null when there is none. */
export async function findEndpoint(sql: Sql, id: EndpointId): Promise<Endpoint | null> {
  const { rows } = await sql.query<EndpointRow>(
    `select ${columns} from endpoints e where e.id = $1`,
    [id],
  );
  return rows[0] === undefined ? null : toEndpoint(rows[0]);
}

/** Endpoints of an organisation, or of all (null), disabled ones too; the latest first. */
export async function listEndpoints(
  sql: Sql,
  organisation: OrganisationId | null,
): Promise<Endpoint[]> {
  const { rows } = await sql.query<EndpointRow>(
    `select ${columns} from endpoints e where $1::text is null or e.organisation = $1
      order by e.organisation, e.made_at desc, e.id desc`,
    [organisation],
  );
  return rows.map(toEndpoint);
}

/** The endpoint that counts of each of these organisations that has one. */
export async function findActiveEndpoints(
  sql: Sql,
  organisations: readonly OrganisationId[],
): Promise<Map<OrganisationId, Endpoint>> {
  if (organisations.length === 0) return new Map();
  const { rows } = await sql.query<EndpointRow>(
    `select ${columns} from endpoints e where e.organisation = any($1) and e.state = 'active'`,
    [organisations],
  );
  return new Map(rows.map((row) => [row.organisation, toEndpoint(row)]));
}

/** Lets an endpoint count from now on; the one that did before is disabled as `replaced`. Answers the id of that. */
export async function activateEndpoint(
  sql: Sql,
  { id, organisation }: Endpoint,
  at: Date,
): Promise<EndpointId | null> {
  const { rows } = await sql.query<{ id: EndpointId }>(
    `update endpoints set state = 'disabled', disabled_at = $3, disabled_because = 'replaced'
      where organisation = $1 and state = 'active' and id <> $2
     returning id`,
    [organisation, id, at],
  );
  await sql.query(
    `update endpoints set state = 'active', tested_at = $2, failing_since = null, last_failure = null
      where id = $1 and state = 'untested'`,
    [id, at],
  );
  return rows[0]?.id ?? null;
}

/** Ends an endpoint for good; answers whether it was not ended before. */
export async function disableEndpoint(
  sql: Sql,
  id: EndpointId,
  at: Date,
  because: DisableReason,
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update endpoints set state = 'disabled', disabled_at = $2, disabled_because = $3
      where id = $1 and state <> 'disabled'`,
    [id, at, because],
  );
  return rowCount > 0;
}

/**
 * Notes that an endpoint took something, or that it did not, and why. Answers since when it fails (null: it does not), and
 * whether it still counts; its row stays locked until the end of the transaction where that matters.
 */
export async function noteEndpointHealth(
  sql: Sql,
  id: EndpointId,
  at: Date,
  failure: string | null,
): Promise<{ readonly failingSince: Date | null; readonly counts: boolean }> {
  const { rows } = await sql.query<{ failingSince: Date | null; counts: boolean }>(
    `update endpoints
        set failing_since = case when $3::text is null then null else coalesce(failing_since, $2) end, last_failure = $3
      where id = $1 and (failing_since is not null or $3::text is not null)
     returning failing_since as "failingSince", state = 'active' as counts`,
    [id, at, failure?.slice(0, 500) ?? null],
  );
  return rows[0] ?? { failingSince: null, counts: true };
}

function toEndpoint(row: EndpointRow): Endpoint {
  const { id, organisation, madeAt, madeBy, failingSince, lastFailure } = row;
  return {
    ...{ id, organisation, madeAt, madeBy, failingSince, lastFailure },
    way: toWay(row),
    standing: toStanding(row),
  };
}

function toWay({ kind, url, format }: EndpointRow): EndpointWay {
  switch (kind) {
    case "webhook":
      return { kind, url: url ?? "" };
    case "pull":
      return { kind };
    case "folder":
      return { kind, format: format ?? "json" };
  }
}

function toStanding({ state, testedAt, disabledAt, because }: EndpointRow): EndpointStanding {
  if (state === "active" && testedAt !== null) return { state, testedAt };
  if (state === "disabled" && disabledAt !== null && because !== null) {
    return { state, disabledAt, because };
  }
  return { state: "untested" };
}
