import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import type { DecisionId } from "../../../domain/ids.ts";
import { AppError } from "../../../platform/errors.ts";
import { findDecision } from "../../../store/views/decision-detail.ts";
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
    const decision = await findDecision(context.sql, getNumber(c.req.param("id")) as DecisionId);
    if (decision === null) throw new AppError("not-found", "There is no such decision.");
    return c.html(decisionPage(toPage(context, c), decision, await readNames()));
  });
}
