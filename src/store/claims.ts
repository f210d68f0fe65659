import type { ClaimMethod, ClaimState, FootingReason } from "../domain/claim/claim-footing.ts";
import { type ClaimRecord, findAsset } from "../domain/claim/claim-record.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { formatAsset } from "../domain/world/claim-id.ts";
import type { Asset, ClaimUse } from "../domain/world/world.ts";
import type { Sql } from "../platform/database.ts";
import { must } from "../platform/errors.ts";

/** A claim with what looking at it needs. */
export type KeptClaim = ClaimRecord & {
  /** SHA-256; null where the method has no token. */
  readonly tokenHash: Buffer | null;
  readonly codeHash: Buffer | null;
  readonly codeSentTo: string | null;
  /** How often somebody typed another code. */
  readonly codeFailures: number;
  readonly askedAt: Date;
  readonly askedBy: string;
  readonly checkedAt: Date | null;
  /** What the last look told; null before the first. */
  readonly lastLook: LastLook | null;
  /** Since when it waits for a person, because another holds the same. */
  readonly rivalSince: Date | null;
};

/** What a look told, as it is kept and shown to its organisation. */
export type LastLook = {
  readonly outcome: string;
  readonly detail: string;
  /** Authoritative name servers that were asked, sorted; empty for other methods. */
  readonly nameServers: readonly string[];
  readonly dnssec: string | null;
};

type Row = {
  id: string;
  organisation: OrganisationId;
  asset: string;
  use: ClaimUse;
  method: ClaimMethod;
  by: OrganisationId | null;
  state: ClaimState;
  reason: FootingReason;
  token_hash: Buffer | null;
  token_until: Date | null;
  code_hash: Buffer | null;
  code_sent_to: string | null;
  code_failures: number;
  asked_at: Date;
  asked_by: string;
  seen_since: Date | null;
  blind_since: Date | null;
  active_since: Date | null;
  grace_until: Date | null;
  reminders: number;
  checked_at: Date | null;
  next_check_at: Date | null;
  last_look: LastLook | null;
  rival_since: Date | null;
};

const columns = `c.id, c.organisation, c.asset, c.use, c.method, c.by, c.state, c.reason, c.token_hash, c.token_until,
  c.code_hash, c.code_sent_to, c.code_failures, c.asked_at, c.asked_by, c.seen_since, c.blind_since, c.active_since,
  c.grace_until, c.reminders, c.checked_at, c.next_check_at, c.last_look, c.rival_since`;

/** Keeps a claim that was asked for. Throws unique_violation where its organisation claims the same already. */
export async function insertClaim(
  sql: Sql,
  claim: Omit<KeptClaim, "codeFailures" | "checkedAt" | "lastLook" | "rivalSince">,
): Promise<void> {
  const { footing } = claim;
  await sql.query(
    `insert into claims (id, organisation, asset, use, method, by, state, reason, token_hash, token_until, code_hash,
                         code_sent_to, asked_at, asked_by, seen_since, next_check_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      claim.id,
      claim.organisation,
      formatAsset(claim.asset),
      claim.use,
      footing.method,
      claim.by,
      footing.state,
      footing.reason,
      claim.tokenHash,
      toDate(footing.tokenUntilMs),
      claim.codeHash,
      claim.codeSentTo,
      claim.askedAt,
      claim.askedBy,
      toDate(footing.seenSinceMs),
      toDate(footing.nextCheckMs),
    ],
  );
}

/** A claim by its id, locked until the end of the transaction; null when there is none. */
export async function lockClaim(sql: Sql, id: string): Promise<KeptClaim | null> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from claims c where c.id = $1 for update`,
    [id],
  );
  return rows[0] === undefined ? null : toKept(rows[0]);
}

/** A claim by its id; null when there is none. */
export async function findClaim(sql: Sql, id: string): Promise<KeptClaim | null> {
  const { rows } = await sql.query<Row>(`select ${columns} from claims c where c.id = $1`, [id]);
  return rows[0] === undefined ? null : toKept(rows[0]);
}

/** The claim of the register that is in force on exactly this object; null when there is none. */
export async function findHolderClaim(
  sql: Sql,
  asset: Asset,
  use: ClaimUse,
): Promise<KeptClaim | null> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from claims c where c.asset = $1 and c.use = $2 and c.state in ('active', 'stale')`,
    [formatAsset(asset), use],
  );
  return rows[0] === undefined ? null : toKept(rows[0]);
}

/** Claims of an organisation that are not over, for the tokens that it got. */
export async function listClaimsOf(sql: Sql, organisation: OrganisationId): Promise<KeptClaim[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from claims c where c.organisation = $1 and c.state <> 'revoked' order by c.id`,
    [organisation],
  );
  return rows.map(toKept);
}

/** Claims on the word of an intermediary for a member that are not over. */
export async function listVouchedClaims(
  sql: Sql,
  by: OrganisationId,
  members: readonly OrganisationId[],
): Promise<KeptClaim[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from claims c
      where c.by = $1 and c.organisation = any($2) and c.state <> 'revoked' order by c.id`,
    [by, members],
  );
  return rows.map(toKept);
}

/** Claims on the word of an intermediary that does not serve their organisation any more, by the register or the file. */
export async function listForsakenClaims(
  sql: Sql,
  served: readonly { readonly member: OrganisationId; readonly intermediary: OrganisationId }[],
): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `select c.id from claims c
      where c.by is not null and c.state <> 'revoked'
        and not exists (select from unnest($1::text[], $2::text[]) as s (member, intermediary)
                         where s.member = c.organisation and s.intermediary = c.by)
      order by c.id`,
    [served.map(({ member }) => member), served.map(({ intermediary }) => intermediary)],
  );
  return rows.map(({ id }) => id);
}

/** Takes claims that are due for some minutes, so that two processes never look at one; the longest due first. */
export async function leaseDueClaims(
  sql: Sql,
  {
    now,
    leasedUntil,
    limit,
  }: { readonly now: Date; readonly leasedUntil: Date; readonly limit: number },
): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `update claims set leased_until = $2
      where id in (select c.id from claims c
                    where c.next_check_at <= $1 and (c.leased_until is null or c.leased_until <= $1)
                    order by c.next_check_at limit $3 for update skip locked)
      returning id`,
    [now, leasedUntil, limit],
  );
  return rows.map(({ id }) => id);
}

/** Writes down where a claim stands now, and gives it back. */
export async function saveFooting(
  sql: Sql,
  claim: Pick<
    KeptClaim,
    "id" | "footing" | "activeSinceMs" | "checkedAt" | "lastLook" | "rivalSince"
  >,
): Promise<void> {
  const { footing } = claim;
  await sql.query(
    `update claims set state = $2, reason = $3, seen_since = $4, blind_since = $5, active_since = $6, grace_until = $7,
            reminders = $8, next_check_at = $9, token_until = $10, checked_at = $11, last_look = $12, rival_since = $13,
            leased_until = null
      where id = $1`,
    [
      claim.id,
      footing.state,
      footing.reason,
      toDate(footing.seenSinceMs),
      toDate(footing.blindSinceMs),
      toDate(claim.activeSinceMs),
      toDate(footing.graceUntilMs),
      footing.reminders,
      toDate(footing.nextCheckMs),
      toDate(footing.tokenUntilMs),
      claim.checkedAt,
      claim.lastLook === null ? null : JSON.stringify(claim.lastLook),
      claim.rivalSince,
    ],
  );
}

/** Notes that a wrong code was typed, and answers how often that was. */
export async function countCodeFailure(sql: Sql, id: string): Promise<number> {
  const { rows } = await sql.query<{ failures: number }>(
    "update claims set code_failures = code_failures + 1 where id = $1 returning code_failures as failures",
    [id],
  );
  return must(rows[0], "a claim that was found is there").failures;
}

/** Remembers a step of a claim; `detail` is for people and says nothing of others. */
export async function insertClaimChange(
  sql: Sql,
  change: {
    readonly claim: string;
    readonly at: Date;
    readonly actor: string;
    readonly state: ClaimState;
    readonly reason: FootingReason;
    readonly detail: string | null;
  },
): Promise<void> {
  await sql.query(
    "insert into claim_changes (claim_id, changed_at, actor, state, reason, detail) values ($1, $2, $3, $4, $5, $6)",
    [change.claim, change.at, change.actor, change.state, change.reason, change.detail],
  );
}

function toKept(row: Row): KeptClaim {
  return {
    id: row.id,
    organisation: row.organisation,
    asset: must(findAsset(row.asset), "the database holds canonical objects"),
    use: row.use,
    by: row.by,
    footing: {
      state: row.state,
      method: row.method,
      reason: row.reason,
      seenSinceMs: row.seen_since?.getTime() ?? null,
      blindSinceMs: row.blind_since?.getTime() ?? null,
      graceUntilMs: row.grace_until?.getTime() ?? null,
      reminders: row.reminders,
      nextCheckMs: row.next_check_at?.getTime() ?? null,
      tokenUntilMs: row.token_until?.getTime() ?? null,
    },
    activeSinceMs: row.active_since?.getTime() ?? null,
    tokenHash: row.token_hash,
    codeHash: row.code_hash,
    codeSentTo: row.code_sent_to,
    codeFailures: row.code_failures,
    askedAt: row.asked_at,
    askedBy: row.asked_by,
    checkedAt: row.checked_at,
    lastLook: row.last_look,
    rivalSince: row.rival_since,
  };
}

function toDate(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

/** Claims in force, for what befalls their organisations; in order of id. */
export async function listClaimsInForce(sql: Sql): Promise<KeptClaim[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from claims c where c.state in ('active', 'stale') order by c.id`,
  );
  return rows.map(toKept);
}

/** Ids of the organisation's claims of the register that are in force on exactly one of these objects, as its own. */
export async function findClaimsOn(
  sql: Sql,
  organisation: OrganisationId,
  objects: readonly string[],
): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `select c.id from claims c
      where c.organisation = $1 and c.asset = any($2) and c.use = 'own' and c.state in ('active', 'stale')
      order by c.id`,
    [organisation, objects],
  );
  return rows.map(({ id }) => id);
}
