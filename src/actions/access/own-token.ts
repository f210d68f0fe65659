import type { Actor } from "../../domain/access/actor.ts";
import type { Act } from "../../domain/access/acts.ts";
import { may } from "../../domain/access/may.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { type AccessTokenEntry, findAccessToken } from "../../store/access-tokens.ts";
import { permit } from "./permit.ts";
import { holderOf } from "./token-holder.ts";

/** The token, if the actor may do the act with it; else `not-found`, as when there is none. */
export async function getOwnToken(
  sql: Sql,
  actor: Actor,
  act: Act,
  id: string,
): Promise<AccessTokenEntry> {
  permit(actor, act);
  const found = await findAccessToken(sql, id);
  if (found === null || !may(actor, act, holderOf(found))) {
    throw new AppError("not-found", "There is no such token.");
  }
  return found;
}
