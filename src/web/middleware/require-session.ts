import { createMiddleware } from "hono/factory";
import { findSessionId } from "../access/session-cookie.ts";
import type { Sessions } from "../access/sessions.ts";
import type { WebEnv } from "../context.ts";

/** Sends whoever is not signed in to the sign-in page, which leads back here. */
export function requireSession(sessions: Sessions) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const id = findSessionId(c);
    if (id === undefined || !sessions.isAlive(id)) {
      const to =
        c.req.method === "GET" && c.req.path !== "/" ? `?to=${encodeURIComponent(c.req.path)}` : "";
      return c.redirect(`/sign-in${to}`, 303);
    }
    c.set("actor", "operator in the portal");
    return next();
  });
}
