import { readFindingType } from "../../../actions/read-finding-type.ts";
import type { WebApp, WebContext } from "../../context.ts";
import { toPage } from "../page.ts";
import { findingTypePage } from "../pages/finding-type-page.ts";

/** What a finding type is and what to do about it: the words of the mail. */
export function addFindingTypePage(portal: WebApp, context: WebContext): void {
  portal.get("/finding-types/:type", (c) => {
    const page = toPage(context, c);
    const { type, advice } = readFindingType({
      context,
      input: { actor: c.var.actor, name: c.req.param("type"), language: c.var.language },
    });
    return c.html(findingTypePage(page, c.var.language, type, advice));
  });
}
