import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { readDecision } from "../../../actions/read-decision.ts";
import type { DecisionId } from "../../../domain/ids.ts";
import type { WebApp, WebContext } from "../../context.ts";
import { toPage } from "../page.ts";
import { decisionPage } from "../pages/decision-page.ts";
import { getNumber } from "../path-values.ts";

export function addDecisionPage(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  portal.get("/decisions/:id", async (c) => {
    const id = getNumber(c.req.param("id")) as DecisionId;
    const decision = await readDecision({
      context,
      input: { actor: c.var.actor, decision: id },
    });
    return c.html(decisionPage(toPage(context, c), decision, await readNames()));
  });
}
