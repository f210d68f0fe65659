import type { Context } from "hono";
import type { WebEnv } from "./context.ts";

/** Host and port that the client asked for. */
export function hostOf(c: Context<WebEnv>): string {
  return c.req.header("Host") ?? new URL(c.req.url).host;
}

/** Whether the client came over https: only to the public address, where something before us ends it. */
export function isSecure(c: Context<WebEnv>, publicUrl: string): boolean {
  const { protocol, host } = new URL(publicUrl);
  return protocol === "https:" && hostOf(c) === host;
}

/** What a browser calls the origin of our own pages, in the way this client came. */
export function ownOrigin(c: Context<WebEnv>, publicUrl: string): string {
  return `${isSecure(c, publicUrl) ? "https" : "http"}://${hostOf(c)}`;
}
