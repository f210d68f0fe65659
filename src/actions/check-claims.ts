import { clockActor } from "../domain/access/actor.ts";
import { findClaim, type KeptClaim, leaseDueClaims } from "../store/claims.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { planLook } from "./claims/look-at-claim.ts";
import { type ClaimMove, moveClaims } from "./claims/move-claim.ts";

const atOnce = 50;
const side = 8;
const leaseMs = 5 * 60_000;

/** What a run did. */
export type CheckedClaims = { readonly checked: number; readonly moved: number };

/**
 * Looks at the claims whose time has come, some at a time and each by one process, until none is left: proofs that are
 * seen, gone or not to be seen, confirmations and graces that are over. What is seen together comes into force together:
 * the world is compiled once for it.
 */
export async function checkClaims({
  context,
}: {
  readonly context: ClaimContext;
}): Promise<CheckedClaims> {
  let checked = 0;
  let moved = 0;
  for (;;) {
    const now = context.clock();
    const leasedUntil = new Date(now.getTime() + leaseMs);
    const ids = await leaseDueClaims(context.sql, { now, leasedUntil, limit: atOnce });
    if (ids.length === 0) return { checked, moved };
    const looks = await lookAtAll(context, ids);
    checked += looks.length;
    moved += await moveTogether(context, looks);
  }
}

type Look = { readonly before: KeptClaim; readonly moves: readonly ClaimMove[] };

async function lookAtAll(context: ClaimContext, ids: readonly string[]): Promise<readonly Look[]> {
  const looks: Look[] = [];
  const waiting = ids.values();
  const work = async () => {
    for (const id of waiting) {
      const before = await findClaim(context.sql, id);
      if (before === null) continue;
      looks.push({ before, moves: await planLook(context, before, clockActor) });
    }
  };
  await Promise.all(Array.from({ length: side }, work));
  return looks;
}

/** Answers how many stand elsewhere then. Where one of them cannot be moved the others are, each alone. */
async function moveTogether(context: ClaimContext, looks: readonly Look[]): Promise<number> {
  const states = new Map(looks.map(({ before }) => [before.id, before.footing.state]));
  const moves = looks.flatMap((look) => look.moves);
  const move = (planned: readonly ClaimMove[]) => moveClaims(context, async () => planned);
  const moved = await move(moves).catch(async (error: unknown) => {
    if (looks.length < 2) throw error;
    const alone = await Promise.allSettled(looks.map((look) => move(look.moves)));
    const failed = alone.find((result) => result.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    return alone.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  });
  const last = new Map(moved.map((claim) => [claim.id, claim.footing.state]));
  return [...last].filter(([id, state]) => states.get(id) !== state).length;
}
