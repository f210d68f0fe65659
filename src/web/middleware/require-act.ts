import { createMiddleware } from "hono/factory";
import { permit } from "../../actions/access/permit.ts";
import type { Act } from "../../domain/access/acts.ts";
import type { WebEnv } from "../context.ts";

/** Lets through only who may do the act about everybody: what has no action of its own to ask. */
export function requireAct(act: Act) {
  return createMiddleware<WebEnv>(async (c, next) => {
    permit(c.var.actor, act, "everybody");
    await next();
  });
}
