import { randomBytes } from "node:crypto";
import { createMiddleware } from "hono/factory";
import type { WebEnv } from "../context.ts";

/**
 * Tells browsers to run nothing but what this answer names, to keep it out of frames, caches and referrers.
 *
 * @param isHttps whether the portal is reached by https, and only so
 */
export function setSecurityHeaders(isHttps: boolean) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const nonce = randomBytes(16).toString("base64");
    c.set("nonce", nonce);
    for (const [name, value] of Object.entries(fixedHeaders)) c.header(name, value);
    c.header("Content-Security-Policy", policy(nonce));
    if (isHttps) c.header("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    await next();
  });
}

const fixedHeaders = {
  "Cache-Control": "no-store",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "X-Robots-Tag": "noindex, nofollow",
};

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
