import { publishKeys } from "../../../actions/publish-keys.ts";
import type { WebApp, WebContext } from "../../context.ts";
import { makeRecent } from "../../recent.ts";
import { toPage } from "../page.ts";
import { ownKeysPage } from "../pages/own-keys-page.ts";

/** Our public keys as a page, for everybody. */
export function addOwnKeysPage(portal: WebApp, context: WebContext): void {
  const read = makeRecent(
    () => publishKeys({ context }),
    () => 60_000,
  );
  portal.get("/keys", async (c) => c.html(ownKeysPage(toPage(context, c), await read())));
}
