import { type Actor, clockActor } from "../../domain/access/actor.ts";
import type { DecisionBasis } from "../../domain/decision/decision-basis.ts";
import { listForsakenClaims } from "../../store/claims.ts";
import type { ClaimContext } from "../claims/claim-context.ts";
import { moveClaims } from "../claims/move-claim.ts";

/** Ends the claims that an intermediary vouched for and whose relation is over, and answers how many. */
export async function endForsaken(
  context: ClaimContext,
  actor: Actor = clockActor,
): Promise<number> {
  const moved = await moveClaims(context, async (sql, basis) => {
    const ids = await listForsakenClaims(sql, listServed(basis, context.clock().getTime()));
    return ids.map((id) => ({
      id,
      happening: { kind: "declined" as const },
      actor,
      act: "members.submit" as const,
      look: null,
      reason: "the relation with the intermediary is over",
    }));
  });
  return moved.length;
}

/** Whether there are any, asked without holding anybody up. */
export async function hasForsaken(context: ClaimContext): Promise<boolean> {
  const served = listServed(await context.readBasis(), context.clock().getTime());
  return (await listForsakenClaims(context.sql, served)).length > 0;
}

function listServed({ world }: DecisionBasis, atMs: number) {
  return world.organisations.flatMap(({ id: member, memberOf }) =>
    memberOf
      .filter(({ since, until }) => since <= atMs && atMs < until)
      .map(({ intermediary }) => ({ member, intermediary })),
  );
}
