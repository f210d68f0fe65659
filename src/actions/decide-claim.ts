import type { Actor } from "../domain/access/actor.ts";
import { listHolders } from "../domain/claim/claim-holders.ts";
import type { DecisionBasis } from "../domain/decision/decision-basis.ts";
import { formatAsset } from "../domain/world/claim-id.ts";
import type { Sql } from "../platform/database.ts";
import { AppError, must } from "../platform/errors.ts";
import { findClaim, findHolderClaim, type KeptClaim } from "../store/claims.ts";
import { type ApprovalContext, uncounted } from "./access/approval-ask.ts";
import { permit } from "./access/permit.ts";
import { withApproval } from "./access/with-approval.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { type ClaimMove, moveClaims } from "./claims/move-claim.ts";

/**
 * An operator's decision about a claim that waits, with a reason that is kept: accepted, it comes into force, also in
 * the place of a claim of the register that another holds, which ends with it; declined, it is over.
 *
 * Throws `conflict` where the world file gives the object to another: that is changed there; `approval-needed` where
 * the instance asks for several people.
 */
export async function decideClaim({
  context,
  input,
}: {
  readonly context: ClaimContext & ApprovalContext;
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
  const act = "claim.decide" as const;
  const toMove = (claim: string, kind: "decided" | "declined"): ClaimMove => ({
    ...{ id: claim, happening: { kind }, actor, act, look: null, reason },
  });
  const moved = await withApproval(context, (approve) =>
    moveClaims(context, async (sql, basis) => {
      const claim = await findClaim(sql, id);
      if (claim === null) throw new AppError("not-found", "There is no such claim.");
      const holder = accept ? await findOtherHolder(sql, claim) : null;
      if (accept) checkFile(context, basis, claim, holder);
      const what = { claim: id, accept, holder: holder?.id ?? null };
      const object = formatAsset(claim.asset);
      const summary = {
        object,
        organisation: claim.organisation,
        holder: holder?.organisation ?? "",
      };
      await approve(sql, { actor, act, what, summary, extent: uncounted, next: null });
      const ended = holder === null ? [] : [toMove(holder.id, "declined")];
      return [...ended, toMove(id, accept ? "decided" : "declined")];
    }),
  );
  return must(moved.at(-1), "the claim that was decided comes last");
}

async function findOtherHolder(
  sql: Sql,
  { organisation, asset, use }: KeptClaim,
): Promise<KeptClaim | null> {
  const holder = await findHolderClaim(sql, asset, use);
  return holder === null || holder.organisation === organisation ? null : holder;
}

/** Whoever holds it besides the register's holder holds it by the file. */
function checkFile(
  { clock }: ClaimContext,
  { compiled }: DecisionBasis,
  { organisation, asset, use }: KeptClaim,
  holder: KeptClaim | null,
): void {
  const others = listHolders(compiled, asset, use, clock().getTime()).filter(
    (id) => id !== organisation && id !== holder?.organisation,
  );
  if (others.length === 0) return;
  throw new AppError(
    "conflict",
    `The world file gives ${formatAsset(asset)} to ${others.join(", ")}.`,
    { remedy: "Take that claim out of the world file first." },
  );
}
