import type { Actor } from "../../domain/access/actor.ts";
import { isInForce } from "../../domain/claim/claim-footing.ts";
import { isLookedAt } from "../../domain/claim/claim-schedule.ts";
import { makeWordJudge } from "../../domain/proof/judge-words.ts";
import { isGone, type ProofOutcome, refuse } from "../../domain/proof/proof-outcome.ts";
import type { IssuedToken } from "../../domain/proof/proof-token.ts";
import { findReverseZone } from "../../domain/proof/reverse-zone.ts";
import { formatAsset } from "../../domain/world/claim-id.ts";
import { equalBytes, sha256 } from "../../platform/digest.ts";
import { must } from "../../platform/errors.ts";
import { type KeptClaim, type LastLook, listClaimsOf } from "../../store/claims.ts";
import type { ClaimContext } from "./claim-context.ts";
import { type ClaimHappening, type ClaimMove, moveClaims } from "./move-claim.ts";

/** Looks at one claim now and lets happen what that tells; answers it as it stands then. */
export async function lookAtClaim(
  context: ClaimContext,
  claim: KeptClaim,
  actor: Actor,
): Promise<KeptClaim> {
  const moves = await planLook(context, claim, actor);
  const moved = await moveClaims(context, async () => moves);
  return must(moved.at(-1), "a look is a move");
}

/** Looks at one claim now; answers what that lets happen to it, at least one thing, and changes nothing yet. */
export async function planLook(
  context: ClaimContext,
  claim: KeptClaim,
  actor: Actor,
): Promise<readonly ClaimMove[]> {
  const { method } = claim.footing;
  const toMove = (happening: ClaimHappening, look: LastLook | null): ClaimMove => {
    return { id: claim.id, happening, actor, act: "claim.check", look, reason: null };
  };
  if (!isLookedAt(method) || claim.tokenHash === null) return [toMove({ kind: "clock" }, null)];
  const outcome = await findProof(context, claim, claim.tokenHash);
  const look = toLook(outcome);
  if (outcome.kind === "proved" && haveServersChanged(claim, look)) {
    const signal = { kind: "signal", signal: "name-servers-changed" } as const;
    return [toMove(signal, look), toMove({ kind: "clock" }, look)];
  }
  return [toMove(toHappening(outcome), look)];
}

async function findProof(
  context: ClaimContext,
  claim: KeptClaim,
  hash: Buffer,
): Promise<ProofOutcome> {
  const { checks, clock } = context;
  const { asset, footing } = claim;
  const judge = makeWordJudge({
    expected: toIssued(claim, hash),
    others: await listOtherTokens(context, claim),
    now: clock(),
    sha256,
    equalBytes,
  });
  if (checks === null) {
    const detail = "This installation asks no servers of others (MELDPUNT_LOOKUPS).";
    return refuse("dns", "unreachable", { detail });
  }
  if (footing.method === "registry-object" && asset.kind !== "domain") {
    return checks.checkRegistered(asset, judge);
  }
  if (asset.kind === "domain") {
    const isHost = footing.method === "well-known";
    return isHost ? checks.checkHost(asset.domain, judge) : checks.checkName(asset.domain, judge);
  }
  if (asset.kind === "asn") return refuse("dns", "no-reverse-zone", {});
  const reverse = findReverseZone(asset.prefix);
  if (reverse.kind === "none") return refuse("dns", reverse.reason, {});
  return checks.checkName(reverse.zone, judge);
}

function toHappening(outcome: ProofOutcome): ClaimHappening {
  if (outcome.kind === "proved") return { kind: "seen" };
  return { kind: isGone(outcome.reason) ? "gone" : "blind" };
}

function toIssued({ organisation, asset, footing }: KeptClaim, hash: Buffer): IssuedToken {
  const { tokenUntilMs } = footing;
  const expiresAt = tokenUntilMs === null ? null : new Date(tokenUntilMs);
  return { organisation, subject: formatAsset(asset), hash, expiresAt };
}

async function listOtherTokens({ sql }: ClaimContext, claim: KeptClaim): Promise<IssuedToken[]> {
  const own = await listClaimsOf(sql, claim.organisation);
  return own.flatMap((other) =>
    other.id === claim.id || other.tokenHash === null ? [] : [toIssued(other, other.tokenHash)],
  );
}

function toLook(outcome: ProofOutcome): LastLook {
  const servers = outcome.seen.filter(({ role }) => role === "authoritative");
  const names = servers.map(({ server }) => server.split(" ")[0] ?? server);
  return {
    outcome: outcome.kind === "proved" ? "proved" : outcome.reason,
    detail: outcome.kind === "proved" ? "The token was seen." : outcome.detail,
    nameServers: [...new Set(names)].sort(),
    dnssec: outcome.kind === "proved" ? outcome.dnssec : null,
  };
}

/** A name that went to other servers may have gone to somebody else (T4); the first look has nothing to compare with. */
function haveServersChanged(claim: KeptClaim, look: LastLook): boolean {
  const known = claim.lastLook?.nameServers ?? [];
  if (!isInForce(claim.footing) || claim.footing.reason === "name-servers-changed") return false;
  return (
    known.length > 0 && look.nameServers.length > 0 && known.join() !== look.nameServers.join()
  );
}
