import type { Actor } from "../../domain/access/actor.ts";
import { findAsset } from "../../domain/claim/claim-record.ts";
import type { DecisionBasis } from "../../domain/decision/decision-basis.ts";
import type { OrganisationId } from "../../domain/ids.ts";
import { findVouchFault } from "../../domain/members/find-vouch-fault.ts";
import { formatAsset } from "../../domain/world/claim-id.ts";
import type { Asset, Organisation } from "../../domain/world/world.ts";
import type { Sql } from "../../platform/database.ts";
import { newUuid } from "../../platform/uuid.ts";
import { appendAudit } from "../../store/audit.ts";
import {
  insertClaim,
  insertClaimChange,
  type KeptClaim,
  listClaimsOf,
  listVouchedClaims,
} from "../../store/claims.ts";
import { queueNotices } from "../../store/notices.ts";
import type { ClaimContext } from "../claims/claim-context.ts";
import { type ClaimMove, moveClaims } from "../claims/move-claim.ts";
import { toAskedNotices } from "../claims/place-claim.ts";

/** What an intermediary vouches for, by member: objects in canonical text. */
export type Vouching = {
  readonly intermediary: OrganisationId;
  readonly vouches: ReadonlyMap<OrganisationId, readonly string[]>;
  readonly actor: Actor;
  /** Who of the intermediary vouches; the actor may be the member that consents. */
  readonly askedBy: string;
};

/** What became of the objects vouched for. */
export type SettledVouching = {
  readonly asked: number;
  readonly confirmed: number;
  readonly withdrawn: number;
  /** Of members whose relation is not in force yet, and objects outside of the constituency or claimed by the member itself. */
  readonly left: number;
};

/**
 * Makes the vouched claims of these members say what their intermediary vouches for: asked, confirmed, withdrawn. Only
 * for members whose relation is in force at this instant, and within what the intermediary may serve itself (T15); they
 * wait a day as others do, and give no history (T7).
 */
export async function settleVouching(
  context: ClaimContext,
  vouching: Vouching,
): Promise<SettledVouching> {
  let settled: SettledVouching = { asked: 0, confirmed: 0, withdrawn: 0, left: 0 };
  if (vouching.vouches.size === 0) return settled;
  await moveClaims(context, async (sql, basis) => {
    const at = context.clock();
    const members = [...vouching.vouches.keys()];
    const known = await listVouchedClaims(sql, vouching.intermediary, members);
    const wanted = listWanted(context, basis, vouching, at);
    const named = new Set(wanted.map(({ key }) => key));
    const held = new Set(known.map(keyOf));
    const missing = wanted.filter(({ key }) => !held.has(key));
    const asked = await askAll(sql, { context, basis, vouching, missing, at });
    const confirmed = known.filter((claim) => named.has(keyOf(claim)));
    const withdrawn = known.filter((claim) => !named.has(keyOf(claim)));
    const said = [...vouching.vouches.values()].reduce((sum, { length }) => sum + length, 0);
    settled = {
      asked: asked.length,
      confirmed: confirmed.length,
      withdrawn: withdrawn.length,
      left: said - asked.length - confirmed.length,
    };
    const toMove = (kind: "confirmed" | "withdrawn") => (id: string) =>
      ({ id, happening: { kind }, actor: vouching.actor, act, look: null, reason: null }) as const;
    return [
      ...[...asked, ...confirmed.map(({ id }) => id)].map(toMove("confirmed")),
      ...withdrawn.map(({ id }) => id).map(toMove("withdrawn")),
    ] satisfies ClaimMove[];
  });
  return settled;
}

const act = "members.submit" as const;

type Wanted = { readonly key: string; readonly member: Organisation; readonly asset: Asset };

function keyOf({ organisation, asset }: Pick<KeptClaim, "organisation" | "asset">): string {
  return `${organisation} ${formatAsset(asset)}`;
}

function listWanted(
  { findSuffix }: ClaimContext,
  { world }: DecisionBasis,
  { intermediary: id, vouches }: Vouching,
  at: Date,
): Wanted[] {
  const atMs = at.getTime();
  const intermediary = world.organisations.find((known) => known.id === id);
  if (intermediary === undefined) return [];
  return world.organisations.flatMap((member) => {
    const isServed = member.memberOf.some(
      (relation) => relation.intermediary === id && relation.since <= atMs && atMs < relation.until,
    );
    if (!isServed) return [];
    return (vouches.get(member.id) ?? []).flatMap((text): Wanted[] => {
      const asset = findAsset(text);
      if (asset === null || findVouchFault(intermediary, asset, { findSuffix, atMs }) !== null)
        return [];
      return [{ key: keyOf({ organisation: member.id, asset }), member, asset }];
    });
  });
}

/** Asks for claims, and answers their ids; what the member claims itself it is not vouched for. */
async function askAll(
  sql: Sql,
  asking: {
    readonly context: ClaimContext;
    readonly basis: DecisionBasis;
    readonly vouching: Vouching;
    readonly missing: readonly Wanted[];
    readonly at: Date;
  },
): Promise<string[]> {
  const { context, basis, vouching, missing, at } = asking;
  const { intermediary, actor, askedBy } = vouching;
  const asker =
    basis.world.organisations.find(({ id }) => id === intermediary)?.name ?? intermediary;
  const ids: string[] = [];
  for (const [member, objects] of Map.groupBy(missing, (wanted) => wanted.member)) {
    const claims = await listClaimsOf(sql, member.id);
    const own = new Set(claims.filter(({ use }) => use === "own").map(keyOf));
    for (const { key, asset } of objects) {
      if (own.has(key)) continue;
      const claim = toVouched(intermediary, member.id, asset, askedBy, at);
      await insertClaim(sql, claim);
      const { state, reason } = claim.footing;
      const change = { claim: claim.id, at, actor: actor.name, state, reason };
      await insertClaimChange(sql, { ...change, detail: `vouched for by ${intermediary}` });
      const notices = toAskedNotices(context, basis, { organisation: member, claim, asker });
      await queueNotices(sql, notices, { at, domain: context.instance.sender.returnPathDomain });
      const detail = { asset: formatAsset(asset), use: "own", method: "vouched", by: intermediary };
      await appendAudit(sql, { at, actor, act, about: member.id, subject: claim.id, detail });
      ids.push(claim.id);
    }
  }
  return ids;
}

function toVouched(
  by: OrganisationId,
  organisation: OrganisationId,
  asset: Asset,
  askedBy: string,
  at: Date,
) {
  return {
    id: newUuid(at.getTime()),
    organisation,
    asset,
    use: "own" as const,
    by,
    footing: {
      state: "pending" as const,
      method: "vouched" as const,
      reason: "asked" as const,
      seenSinceMs: null,
      blindSinceMs: null,
      graceUntilMs: null,
      reminders: 0,
      nextCheckMs: at.getTime(),
      tokenUntilMs: null,
    },
    activeSinceMs: null,
    tokenHash: null,
    codeHash: null,
    codeSentTo: null,
    askedAt: at,
    askedBy,
  };
}
