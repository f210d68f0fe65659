import type { Actor } from "../../domain/access/actor.ts";
import type { Act } from "../../domain/access/acts.ts";
import { isFullyTrusted, isInForce } from "../../domain/claim/claim-footing.ts";
import { listHolders } from "../../domain/claim/claim-holders.ts";
import { toClaim } from "../../domain/claim/claim-record.ts";
import { type ClaimEvent, type ClaimNews, nextFooting } from "../../domain/claim/next-footing.ts";
import type { DecisionBasis } from "../../domain/decision/decision-basis.ts";
import type { OrganisationId } from "../../domain/ids.ts";
import type { NoticeKind } from "../../domain/notice/notice.ts";
import { noticesTo } from "../../domain/notice/notices-to.ts";
import { formatAsset } from "../../domain/world/claim-id.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError, must } from "../../platform/errors.ts";
import { appendAudit } from "../../store/audit.ts";
import {
  insertClaimChange,
  type KeptClaim,
  type LastLook,
  lockClaim,
  saveFooting,
} from "../../store/claims.ts";
import { queueNotices } from "../../store/notices.ts";
import { changeRegister } from "../../store/register.ts";
import { changeByPresent } from "../register/change-by-present.ts";
import { isPresent } from "../register/is-present.ts";
import type { ClaimContext } from "./claim-context.ts";

/** What happened to a claim; where only the database can tell whether the object is free, it is left open here. */
export type ClaimHappening =
  | Exclude<ClaimEvent, { readonly isFree: boolean }>
  | { readonly kind: "seen" | "confirmed" | "clock" };

export type ClaimMove = {
  readonly id: string;
  readonly happening: ClaimHappening;
  readonly actor: Actor;
  readonly act: Act;
  /** What a look told; null where nobody looked. */
  readonly look: LastLook | null;
  /** Of a person who decides, for the record. */
  readonly reason: string | null;
};

/**
 * Lets something happen to a claim: where it stands, what is in force by the register, its history, who is told and the
 * audit entry change in one transaction. Answers the claim as it stands then; throws `not-found`.
 */
export async function moveClaim(context: ClaimContext, move: ClaimMove): Promise<KeptClaim> {
  const [moved] = await moveClaims(context, async () => [move]);
  return must(moved, "a move answers its claim");
}

/**
 * The same for several claims at once, all or nothing, each by what held before the first of them, but for an object
 * that one of them took already.
 *
 * @param plan says what is to happen, in the transaction and by the basis that it goes by; what it throws ends all
 */
export async function moveClaims(
  context: ClaimContext,
  plan: (sql: Sql, basis: DecisionBasis) => Promise<readonly ClaimMove[]>,
): Promise<readonly KeptClaim[]> {
  return changeByPresent(context, (sql, basis) => moveAll(sql, context, basis, plan));
}

async function moveAll(
  sql: Sql,
  context: ClaimContext,
  basis: DecisionBasis,
  plan: (sql: Sql, basis: DecisionBasis) => Promise<readonly ClaimMove[]>,
): Promise<readonly KeptClaim[] | "outdated"> {
  if (!(await isPresent(sql, basis))) return "outdated";
  const moved: KeptClaim[] = [];
  const begun = new Map<string, OrganisationId>();
  for (const move of await plan(sql, basis)) {
    const claim = await moveIn(sql, context, basis, begun, move);
    if (isInForce(claim.footing)) begun.set(toObjectKey(claim), claim.organisation);
    moved.push(claim);
  }
  return moved;
}

async function moveIn(
  sql: Sql,
  context: ClaimContext,
  basis: DecisionBasis,
  begun: ReadonlyMap<string, OrganisationId>,
  move: ClaimMove,
): Promise<KeptClaim> {
  const before = await lockClaim(sql, move.id);
  if (before === null) throw new AppError("not-found", "There is no such claim.");
  const at = context.clock();
  const others = listOthers(before, basis, begun, at);
  const event = toEvent(move.happening, others.length === 0);
  const { footing, news } = nextFooting(before.footing, event, at.getTime());
  const begins = !isInForce(before.footing) && isInForce(footing);
  const after: KeptClaim = {
    ...before,
    footing,
    activeSinceMs: begins ? at.getTime() : before.activeSinceMs,
    checkedAt: move.look === null ? before.checkedAt : at,
    lastLook: move.look ?? before.lastLook,
    rivalSince:
      news === "rival"
        ? (before.rivalSince ?? at)
        : footing.state === "pending"
          ? before.rivalSince
          : null,
  };
  await saveFooting(sql, after);
  if (hasMoved(before, after)) await recordMove(sql, { before, after, move, at });
  const isTold = news !== null && !(news === "rival" && before.rivalSince !== null);
  const told = news === "rival" ? others : [after.organisation];
  if (isTold) await tell(sql, context, basis, told, after, news, at);
  if (hasMoved(before, after)) {
    const detail = {
      asset: formatAsset(after.asset),
      from: before.footing.state,
      to: footing.state,
      reason: footing.reason,
    };
    const { actor, act } = move;
    await appendAudit(sql, {
      at,
      actor,
      act,
      about: after.organisation,
      subject: after.id,
      detail,
    });
  }
  return after;
}

/** Who else holds the same, by what held before the moves and by those that were made already. */
function listOthers(
  claim: KeptClaim,
  { compiled }: DecisionBasis,
  begun: ReadonlyMap<string, OrganisationId>,
  at: Date,
): readonly OrganisationId[] {
  const newcomer = begun.get(toObjectKey(claim)) ?? claim.organisation;
  const holders = listHolders(compiled, claim.asset, claim.use, at.getTime());
  return [...holders, newcomer].filter((holder) => holder !== claim.organisation);
}

function toObjectKey({ use, asset }: Pick<KeptClaim, "use" | "asset">): string {
  return `${use} ${formatAsset(asset)}`;
}

function toEvent(happening: ClaimHappening, isFree: boolean): ClaimEvent {
  switch (happening.kind) {
    case "seen":
    case "confirmed":
    case "clock":
      return { kind: happening.kind, isFree };
    default:
      return happening as ClaimEvent;
  }
}

function hasMoved(before: KeptClaim, after: KeptClaim): boolean {
  return (
    before.footing.state !== after.footing.state || before.footing.reason !== after.footing.reason
  );
}

async function recordMove(
  sql: Sql,
  {
    before,
    after,
    move,
    at,
  }: {
    readonly before: KeptClaim;
    readonly after: KeptClaim;
    readonly move: ClaimMove;
    readonly at: Date;
  },
): Promise<void> {
  const { actor, act } = move;
  const { state, reason } = after.footing;
  const detail = move.reason ?? move.look?.detail ?? null;
  await insertClaimChange(sql, { claim: after.id, at, actor: actor.name, state, reason, detail });
  const [held, holds] = [isInForce(before.footing), isInForce(after.footing)];
  const trusted = isFullyTrusted(before.footing) === isFullyTrusted(after.footing);
  if (held === holds && (trusted || !holds)) return;
  await changeRegister(
    sql,
    { at, actor, act, about: after.organisation, reason },
    {
      put: holds ? [{ id: after.id, entry: { section: "claim", value: toClaim(after) } }] : [],
      end: holds ? [] : [after.id],
    },
  );
}

const kinds: Readonly<Record<ClaimNews, NoticeKind>> = {
  active: "claim-active",
  stale: "claim-stale",
  reminder: "claim-reminder",
  recovered: "claim-recovered",
  lapsed: "claim-lapsed",
  revoked: "claim-revoked",
  rival: "claim-rival",
};

/**
 * Tells organisations, by all their contacts. Of a rival it is the holder that is told, and the newcomer hears
 * nothing: no answer betrays that somebody else claims the same (T13).
 */
async function tell(
  sql: Sql,
  context: ClaimContext,
  { world }: DecisionBasis,
  told: readonly OrganisationId[],
  claim: KeptClaim,
  news: ClaimNews,
  at: Date,
): Promise<void> {
  const notice = {
    kind: kinds[news],
    once: null,
    data: {
      asset: formatAsset(claim.asset),
      reason: claim.footing.reason,
      until:
        claim.footing.graceUntilMs === null
          ? ""
          : new Date(claim.footing.graceUntilMs).toISOString(),
    },
  };
  const notices = world.organisations
    .filter(({ id }) => told.includes(id))
    .flatMap((organisation) => noticesTo(organisation, notice, context.instance.languages[0]));
  await queueNotices(sql, notices, { at, domain: context.instance.sender.returnPathDomain });
}
