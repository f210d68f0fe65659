import type { Actor } from "../../domain/access/actor.ts";
import { type Act, acts } from "../../domain/access/acts.ts";
import { type About, may, ownOf } from "../../domain/access/may.ts";
import { AppError } from "../../platform/errors.ts";

/**
 * The first line of every action: throws `not-permitted` unless the actor may.
 *
 * @param about whose it is; the actor's own unless told otherwise
 */
export function permit(actor: Actor, act: Act, about: About = ownOf(actor)): void {
  if (may(actor, act, about)) return;
  const { scope } = acts[act];
  const limited = actor.kind !== "system" && actor.scopes !== null && !actor.scopes.includes(scope);
  // The message is the same whether the thing exists or not, and names nobody else.
  throw new AppError("not-permitted", `${actor.name} may not do this (${act}).`, {
    remedy: limited
      ? `Use a token with the scope ${scope}.`
      : "Ask somebody with another role to do it, or to give you that role.",
    details: { act },
  });
}
