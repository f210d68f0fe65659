import { createMiddleware } from "hono/factory";
import { resumeSession } from "../../actions/resume-session.ts";
import { findSessionId } from "../access/session-cookie.ts";
import type { WebContext, WebEnv } from "../context.ts";

/** Sends whoever is not signed in to the sign-in page, which leads back here. */
export function requireSession(context: WebContext) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const id = findSessionId(c);
    const actor = id === undefined ? null : await resumeSession({ context, input: { id } });
    if (actor === null) {
      const to =
        c.req.method === "GET" && c.req.path !== "/" ? `?to=${encodeURIComponent(c.req.path)}` : "";
      return c.redirect(`/sign-in${to}`, 303);
    }
    c.set("actor", actor);
    return next();
  });
}
