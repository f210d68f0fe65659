import type { HoldReason, Rung } from "../../domain/decision/rung.ts";
import {
  type Disposition,
  dispositionCode,
  dispositions,
} from "../../domain/finding/disposition.ts";
import {
  type EpisodeState,
  episodeStateCode,
  episodeStates,
} from "../../domain/finding/episode-state.ts";
import { type Severity, severities } from "../../domain/finding/severity.ts";
import type { DecisionId, FinderId, FindingId, FindingTypeId, ReportId } from "../../domain/ids.ts";
import { transportName } from "../../domain/network/transport.ts";
import type { Sql } from "../../platform/database.ts";

/** A finding in its present episode, with who is asked to act. */
export type FindingListEntry = {
  readonly finding: FindingId;
  readonly type: FindingTypeId;
  readonly severity: Severity;
  readonly address: string | null;
  readonly name: string | null;
  readonly port: number | null;
  readonly transport: string | null;
  readonly state: EpisodeState;
  readonly disposition: Disposition;
  readonly episode: number;
  readonly observedAt: Date;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  /** Of the report that opened the episode. */
  readonly finder: FinderId;
  readonly report: ReportId;
  readonly caseName: string | null;
  /** Null when it is out of scope. */
  readonly decision: DecisionId | null;
  readonly owner: string | null;
  readonly rung: Rung | null;
  readonly organisation: string | null;
  readonly recipient: string | null;
  readonly held: HoldReason | null;
};

/** Absent filters let everything through; those that are given all have to match. */
export type FindingFilters = {
  /** Of the report that opened the episode, likewise `caseName`. */
  readonly finder?: string | undefined;
  readonly caseName?: string | undefined;
  readonly type?: string | undefined;
  readonly state?: EpisodeState | undefined;
  readonly disposition?: Disposition | undefined;
  readonly owner?: string | undefined;
  readonly rung?: Rung | undefined;
  /** Canonical prefix that the address lies in. */
  readonly prefix?: string | undefined;
  /** Opened at this instant or later. */
  readonly since?: Date | undefined;
  /** Opened before this instant. */
  readonly until?: Date | undefined;
};

type ListRow = Omit<FindingListEntry, "severity" | "transport" | "state" | "disposition"> & {
  severity: number;
  transport: number | null;
  state: number;
  disposition: number;
};

/**
 * Findings that match, the latest first; at most `limit` of those after the given one.
 *
 * @param after the last finding of the page before; null for the first page
 */
export async function listFindingsPage(
  sql: Sql,
  filters: FindingFilters,
  after: FindingId | null,
  limit: number,
): Promise<FindingListEntry[]> {
  const { conditions, values } = toConditions(filters, after);
  const { rows } = await sql.query<ListRow>(
    `select f.id as finding, t.name as type, f.severity, host(f.address) as address, f.name, f.port, f.transport,
            f.state, f.disposition, f.episode, f.observed_at as "observedAt", f.opened_at as "openedAt",
            f.closed_at as "closedAt", r.finder, r.id as report, r.case_name as "caseName", f.decision_id as decision,
            d.owner, d.rung, d.organisation, d.address as recipient, d.held_reason as held
       from findings f
       join reports r on r.number = f.opened_by
       join finding_types t on t.id = f.type_id
       left join decisions d on d.id = f.decision_id
      where ${conditions.join(" and ")}
      order by f.id desc limit ${limit}`,
    values,
  );
  return rows.map(toEntry);
}

function toConditions(
  filters: FindingFilters,
  after: FindingId | null,
): { readonly conditions: readonly string[]; readonly values: readonly unknown[] } {
  const conditions = ["true"];
  const values: unknown[] = [];
  const require = (value: unknown, condition: (parameter: string) => string): void => {
    if (value === undefined || value === null) return;
    conditions.push(condition(`$${values.push(value)}`));
  };
  const { state, disposition } = filters;
  require(after, (id) => `f.id < ${id}`);
  require(filters.finder, (finder) => `r.finder = ${finder}`);
  require(filters.caseName, (name) => `r.case_name = ${name}`);
  require(filters.type, (type) => `t.name = ${type}`);
  require(state && episodeStateCode(state), (code) => `f.state = ${code}`);
  require(disposition && dispositionCode(disposition), (code) => `f.disposition = ${code}`);
  require(filters.owner, (owner) => `d.owner = ${owner}`);
  require(filters.rung, (rung) => `d.rung = ${rung}`);
  require(filters.prefix, (prefix) => `f.address <<= ${prefix}::cidr`);
  require(filters.since, (since) => `f.opened_at >= ${since}`);
  require(filters.until, (until) => `f.opened_at < ${until}`);
  return { conditions, values };
}

function toEntry(row: ListRow): FindingListEntry {
  return {
    ...row,
    severity: severities[row.severity] as Severity,
    transport: row.transport === null ? null : transportName(row.transport),
    state: episodeStates[row.state] as EpisodeState,
    disposition: dispositions[row.disposition] as Disposition,
  };
}
