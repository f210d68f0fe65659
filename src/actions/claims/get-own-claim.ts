import type { Actor } from "../../domain/access/actor.ts";
import type { Act } from "../../domain/access/acts.ts";
import { may } from "../../domain/access/may.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { findClaim, type KeptClaim } from "../../store/claims.ts";
import { permit } from "../access/permit.ts";

/** The claim, if the actor may do the act with it; else `not-found`, as when there is none. */
export async function getOwnClaim(
  sql: Sql,
  actor: Actor,
  act: Act,
  id: string,
): Promise<KeptClaim> {
  permit(actor, act);
  const claim = await findClaim(sql, id);
  if (claim === null || !may(actor, act, { organisation: claim.organisation })) {
    throw new AppError("not-found", "There is no such claim.");
  }
  return claim;
}
