import { createMiddleware } from "hono/factory";
import { AppError } from "../../platform/errors.ts";
import type { WebEnv } from "../context.ts";

/** Pages of the house do not exist for others: they are led from the start to what is theirs. */
export function requireHouse() {
  return createMiddleware<WebEnv>(async (c, next) => {
    if (c.var.actor.kind === "house") return next();
    if (c.req.path === "/") return c.redirect("/findings", 303);
    throw new AppError("not-found", "There is no such page.");
  });
}
