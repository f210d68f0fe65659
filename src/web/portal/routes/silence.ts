import { listLetters } from "../../../actions/list-letters.ts";
import { listSilence } from "../../../actions/list-silence.ts";
import { may } from "../../../domain/access/may.ts";
import type { WebApp, WebContext } from "../../context.ts";
import { toPage } from "../page.ts";
import { silencePage } from "../pages/silence-page.ts";

/** Of whom nothing comes; the letters only for whoever may note that they were sent. */
export function addSilencePage(portal: WebApp, context: WebContext): void {
  portal.get("/silence", async (c) => {
    const { actor } = c.var;
    const signals = await listSilence({ context, input: { actor } });
    const letters = may(actor, "delivery.settle", "everybody")
      ? await listLetters({ context, input: { actor, withSent: false } })
      : [];
    return c.html(silencePage(toPage(context, c), signals, letters));
  });
}
