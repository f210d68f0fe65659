import { closedStates, episodeStateCode } from "../../domain/finding/episode-state.ts";
import type { Language } from "../../domain/finding/finding-type.ts";
import { type Severity, severities } from "../../domain/finding/severity.ts";
import { decodeStanding } from "../../domain/finding/standing.ts";
import type { Tier } from "../../domain/finding/tier.ts";
import type { Tlp } from "../../domain/finding/tlp.ts";
import type { FindingId, FindingTypeId, NotificationId, OrganisationId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { PublicNumber } from "../../domain/notification/public-number.ts";
import type { ResponseKind } from "../../domain/response/response.ts";
import type { Sql } from "../../platform/database.ts";
import { isAnswerable, toldRows } from "../responses.ts";

/** What a link is about. */
export type AnsweredNotification = {
  readonly number: PublicNumber;
  readonly address: EmailAddress;
  readonly organisation: OrganisationId | null;
  readonly language: Language;
  readonly composedAt: Date;
  readonly rows: number;
  /** How many of its findings its recipient can still answer about, and how many it could, were they open. */
  readonly live: number;
  readonly present: number;
  /** The strictest label of what it holds comes from these. */
  readonly owned: boolean;
};

const closed = closedStates.map(episodeStateCode).join(", ");

/** The notification of a link, of some of its rows or of all; null when it is gone. */
export async function findAnsweredNotification(
  sql: Sql,
  id: NotificationId,
  positions: readonly number[] | null,
): Promise<AnsweredNotification | null> {
  const { rows } = await sql.query<AnsweredNotification>(
    `select n.public_number as number, n.address, n.organisation, n.language, n.composed_at as "composedAt",
            coalesce(cardinality($2::integer[]), n.row_count) as rows, told.live::int, told.present::int,
            coalesce(told.owned, false) as owned
       from notifications n
      cross join lateral (
        select count(*) filter (where t.is_live and f.state not in (${closed})) as live,
               count(*) filter (where t.is_live) as present,
               bool_or(t.is_live and d.owner = n.organisation) as owned
          from (${toldRows("$2::integer[]")}) t
          join findings f on f.id = t.finding_id
          join decisions d on d.id = f.decision_id) told
      where n.id = $1`,
    [id, positions],
  );
  return rows[0] ?? null;
}

/** A row of the notification of a link. */
export type AnswerableRow = {
  readonly position: number;
  readonly finding: FindingId;
  readonly type: FindingTypeId;
  readonly severity: Severity;
  readonly tier: Tier;
  readonly tlp: Tlp;
  readonly address: string | null;
  readonly name: string | null;
  readonly port: number | null;
  readonly transport: number | null;
  readonly observedAt: Date;
  /** Whether an answer about it still counts. */
  readonly isLive: boolean;
  /** What was said last with this notification, and when; null: nothing. */
  readonly said: ResponseKind | null;
  readonly saidAt: Date | null;
};

type Row = Omit<AnswerableRow, "severity" | "tlp"> & { severity: number; standing: number };

/** Rows of a notification behind a position, so many; of those chosen, or of all. */
export async function listAnswerableRows(
  sql: Sql,
  id: NotificationId,
  positions: readonly number[] | null,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<AnswerableRow[]> {
  const { rows } = await sql.query<Row>(
    `select nf.position, f.id as finding, t.name as type, f.severity, nf.tier, f.standing, host(f.address) as address,
            f.name, f.port, f.transport, nf.observed_at as "observedAt",
            ${isAnswerable} and f.state not in (${closed}) as "isLive",
            last.kind as said, last.said_at as "saidAt"
       from notification_findings nf
       join notifications n on n.id = nf.notification_id
       join findings f on f.id = nf.finding_id
       join finding_types t on t.id = f.type_id
       join decisions was on was.id = nf.decision_id
       join decisions d on d.id = f.decision_id
       left join lateral (select r.kind, r.said_at from response_findings rf join responses r on r.id = rf.response_id
                           where rf.finding_id = nf.finding_id and rf.episode = nf.episode and r.notification_id = $1
                           order by r.said_at desc, r.id desc limit 1) last on true
      where nf.notification_id = $1 and nf.role in ('primary', 'digest') and nf.position > $3
        and ($2::integer[] is null or nf.position = any($2))
      order by nf.position limit $4`,
    [id, positions, after, limit],
  );
  return rows.map(({ severity, standing, ...row }) => ({
    ...row,
    severity: severities[severity] as Severity,
    tlp: decodeStanding(standing).tlp,
  }));
}

/** The findings at these positions of a notification, each once; of chosen rows or of all. */
export async function listFindingsAt(
  sql: Sql,
  id: NotificationId,
  positions: readonly number[],
  chosen: readonly number[] | null,
): Promise<FindingId[]> {
  const { rows } = await sql.query<{ finding: FindingId }>(
    `select distinct nf.finding_id as finding from notification_findings nf
      where nf.notification_id = $1 and nf.role in ('primary', 'digest') and nf.position = any($2::integer[])
        and ($3::integer[] is null or nf.position = any($3))
      order by 1`,
    [id, positions, chosen],
  );
  return rows.map(({ finding }) => finding);
}
