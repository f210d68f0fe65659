import type { Context } from "hono";
import { showStopLink, stopDigests } from "../actions/stop-digests.ts";
import { AppError } from "../platform/errors.ts";
import { type KnockLimit, makeKnockLimit } from "./access/knock-limit.ts";
import { clientOf } from "./client-address.ts";
import type { WebApp, WebContext, WebEnv } from "./context.ts";
import { toPage } from "./portal/page.ts";
import { stopPage, stoppedPage } from "./portal/pages/stop-pages.ts";

/**
 * The links that stop digests (RFC 8058): POST stops at once, without sign-in, cookie or question, and from any origin,
 * since it is the reader's mail service that sends it; GET shows what would stop and changes nothing.
 */
export function addOneClick(app: WebApp, context: WebContext): void {
  const wrong = makeKnockLimit(context, "stop-link");
  app.get("/stop/:token", async (c) => {
    const link = await guarded(c, wrong, (input) => showStopLink({ context, input }));
    return c.html(stopPage(toPage(context, c), link), 200, quiet);
  });
  app.post("/stop/:token", async (c) => {
    const body = await c.req.parseBody();
    if (body["List-Unsubscribe"] !== "One-Click") {
      throw new AppError("wrong-usage", "The request does not say List-Unsubscribe=One-Click.", {
        remedy: "RFC 8058, section 3.1, says what it holds.",
      });
    }
    const link = await guarded(c, wrong, (input) => stopDigests({ context, input }));
    return c.html(stoppedPage(toPage(context, c), link), 200, quiet);
  });
}

const quiet = { "Cache-Control": "no-store", "X-Robots-Tag": "noindex" };

/**
 * Tokens are not to be guessed: who tries many wrong ones waits. The right one always works: a mail service asks for many
 * readers from one address.
 */
async function guarded<Answer>(
  c: Context<WebEnv>,
  wrong: KnockLimit,
  ask: (input: { readonly token: string }) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask({ token: c.req.param("token") ?? "" });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "not-found") throw error;
    const waitS = await wrong.knock(clientOf(c));
    if (waitS === 0) throw error;
    c.header("Retry-After", String(waitS));
    throw new AppError("too-many-requests", "Too many wrong links from this address.");
  }
}
