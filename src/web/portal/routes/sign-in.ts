import { signIn } from "../../../actions/sign-in.ts";
import { signOut } from "../../../actions/sign-out.ts";
import type { KnockLimit } from "../../access/knock-limit.ts";
import { dropSessionId, findSessionId, setSessionId } from "../../access/session-cookie.ts";
import { clientOf } from "../../client-address.ts";
import type { WebApp, WebContext } from "../../context.ts";
import { readLocalPath } from "../local-path.ts";
import { toPage } from "../page.ts";
import { signInPage } from "../pages/sign-in-page.ts";

/** Signing in with the token, and out again. */
export function addSignIn(portal: WebApp, context: WebContext, wrongTokens: KnockLimit): void {
  portal.get("/sign-in", (c) =>
    c.html(signInPage(toPage(context, c), readLocalPath(c.req.query("to")), null)),
  );

  portal.post("/sign-in", async (c) => {
    const { token, to } = await c.req.parseBody();
    const client = clientOf(c);
    const waitS = await wrongTokens.knock(client);
    const page = toPage(context, c);
    if (waitS > 0) {
      c.header("Retry-After", String(waitS));
      const trouble = { kind: "wait", minutes: Math.ceil(waitS / 60) } as const;
      return c.html(signInPage(page, readLocalPath(to), trouble), 429);
    }
    const word = typeof token === "string" ? token.trim() : "";
    const session = await signIn({ context, input: { word } });
    if (session === null) {
      return c.html(signInPage(page, readLocalPath(to), { kind: "wrong" }), 401);
    }
    await wrongTokens.takeBack(client);
    setSessionId(c, context.publicUrl, session);
    return c.redirect(readLocalPath(to), 303);
  });

  portal.post("/sign-out", async (c) => {
    const id = findSessionId(c);
    if (id !== undefined) await signOut({ context, input: { id } });
    dropSessionId(c);
    return c.redirect("/sign-in", 303);
  });
}
