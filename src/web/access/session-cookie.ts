import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { WebEnv } from "../context.ts";
import { isSecure } from "../own-origin.ts";

/** As long as a session may last; the database knows when it is over. */
const longestS = 12 * 60 * 60;

/** Browsers take a `__Host-` cookie only by https, for this host alone (RFC 6265bis, section 4.1.3.2). */
const secureName = "__Host-meldpunt";
const plainName = "meldpunt";

/** The session that the browser says it has. */
export function findSessionId(c: Context<WebEnv>): string | undefined {
  return getCookie(c, secureName) ?? getCookie(c, plainName);
}

export function setSessionId(c: Context<WebEnv>, publicUrl: string, id: string): void {
  const secure = isSecure(c, publicUrl);
  setCookie(c, secure ? secureName : plainName, id, {
    path: "/",
    secure,
    httpOnly: true,
    sameSite: "Strict",
    maxAge: longestS,
  });
}

export function dropSessionId(c: Context<WebEnv>): void {
  deleteCookie(c, plainName, { path: "/" });
  deleteCookie(c, secureName, { path: "/", secure: true });
}
