import type { Actor } from "../domain/access/actor.ts";
import { listHolders } from "../domain/claim/claim-holders.ts";
import { formatAsset } from "../domain/world/claim-id.ts";
import { AppError } from "../platform/errors.ts";
import { findClaim, findHolderClaim, type KeptClaim } from "../store/claims.ts";
import { permit } from "./access/permit.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { moveClaim } from "./claims/move-claim.ts";

/**
 * An operator's decision about a claim that waits, with a reason that is kept: accepted, it comes into force, also in
 * the place of a claim of the register that another holds, which ends; declined, it is over.
 *
 * Throws `conflict` where the world file gives the object to another: that is changed there.
 */
export async function decideClaim({
  context,
  input,
}: {
  readonly context: ClaimContext;
  readonly input: {
    readonly actor: Actor;
    readonly id: string;
    readonly accept: boolean;
    readonly reason: string;
  };
}): Promise<KeptClaim> {
  const { actor, id, accept, reason } = input;
  permit(actor, "claim.decide", "everybody");
  if (reason.trim() === "") throw new AppError("wrong-usage", "A decision needs a reason.");
  const claim = await findClaim(context.sql, id);
  if (claim === null) throw new AppError("not-found", "There is no such claim.");
  const act = "claim.decide" as const;
  if (!accept) {
    return moveClaim(context, {
      id,
      happening: { kind: "declined" },
      actor,
      act,
      look: null,
      reason,
    });
  }
  await endHolder(context, claim, actor, reason);
  return moveClaim(context, { id, happening: { kind: "decided" }, actor, act, look: null, reason });
}

async function endHolder(
  context: ClaimContext,
  { organisation, asset, use }: KeptClaim,
  actor: Actor,
  reason: string,
): Promise<void> {
  const holder = await findHolderClaim(context.sql, asset, use);
  if (holder !== null && holder.organisation !== organisation) {
    const happening = { kind: "declined" } as const;
    await moveClaim(context, {
      id: holder.id,
      happening,
      actor,
      act: "claim.decide",
      look: null,
      reason,
    });
  }
  const { compiled } = await context.readBasis();
  const others = listHolders(compiled, asset, use, context.clock().getTime()).filter(
    (id) => id !== organisation,
  );
  if (others.length === 0) return;
  throw new AppError(
    "conflict",
    `The world file gives ${formatAsset(asset)} to ${others.join(", ")}.`,
    {
      remedy: "Take that claim out of the world file first.",
    },
  );
}
