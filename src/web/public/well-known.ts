import { publishKeys } from "../../actions/publish-keys.ts";
import { publishSecurityTxt } from "../../actions/publish-security-txt.ts";
import { AppError } from "../../platform/errors.ts";
import type { WebApp, WebContext } from "../context.ts";
import { makeRecent } from "../recent.ts";

/** However often somebody asks, so seldom is it made anew. */
const maxAgeMs = 60_000;

/** Adds what anybody finds at well-known places: security.txt and our public keys. */
export function addWellKnown(app: WebApp, context: WebContext): void {
  const readText = makeRecent(
    () => publishSecurityTxt({ context }),
    () => maxAgeMs,
  );
  const readKeys = makeRecent(
    () => publishKeys({ context }),
    () => maxAgeMs,
  );
  app.get("/.well-known/security.txt", async (c) =>
    c.body(await readText(), 200, { "Content-Type": "text/plain; charset=utf-8" }),
  );
  app.get("/.well-known/keys/:file", async (c) => {
    const [, name, ending] = /^([0-9a-f]{40,64})\.(asc|pem)$/.exec(c.req.param("file")) ?? [];
    const kind = ending === "asc" ? "pgp" : "smime";
    const key = (await readKeys()).find((known) => known.name === name && known.kind === kind);
    if (key === undefined) throw new AppError("not-found", "There is no such key.");
    const type = kind === "pgp" ? "application/pgp-keys" : "application/x-pem-file";
    return c.body(key.publicPart, 200, { "Content-Type": type });
  });
}
