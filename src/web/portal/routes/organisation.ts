import type { Context } from "hono";
import { confirmContact } from "../../../actions/confirm-contact.ts";
import { listClaims } from "../../../actions/list-claims.ts";
import { settleOrganisationChange } from "../../../actions/settle-organisation-change.ts";
import { showOrganisation } from "../../../actions/show-organisation.ts";
import type { OrganisationId } from "../../../domain/ids.ts";
import { findEmailAddress } from "../../../domain/network/email-address.ts";
import { AppError } from "../../../platform/errors.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import { organisationPage } from "../pages/organisation-page.ts";

/** What an organisation finds of itself; the house is nobody's and has no such page. */
export function addOrganisationPage(portal: WebApp, context: WebContext): void {
  portal.get("/organisation", (c) => show(context, c, false));
  portal.post("/organisation/confirm", async (c) => {
    const organisation = getOwn(c);
    const { address, code } = await c.req.parseBody();
    const found = typeof address === "string" ? findEmailAddress(address.trim()) : null;
    if (found === null || typeof code !== "string") return show(context, c, true);
    try {
      const input = { actor: c.var.actor, organisation, address: found, code };
      await confirmContact({ context, input });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "input-refused") throw error;
      return show(context, c, true);
    }
    return c.redirect("/organisation", 303);
  });
  portal.post("/organisation/withdraw", async (c) => {
    const organisation = getOwn(c);
    const input = { actor: c.var.actor, organisation, state: "withdrawn", reason: null } as const;
    await settleOrganisationChange({ context, input });
    return c.redirect("/organisation", 303);
  });
}

function getOwn(c: Context<WebEnv>): OrganisationId {
  const { actor } = c.var;
  if (actor.kind === "member") return actor.organisation;
  throw new AppError("not-found", "There is no such page.");
}

async function show(
  context: WebContext,
  c: Context<WebEnv>,
  isCodeWrong: boolean,
): Promise<Response> {
  const organisation = getOwn(c);
  const { actor } = c.var;
  const shown = await showOrganisation({ context, input: { actor, organisation } });
  const claims = await listClaims({ context, input: { actor, organisation, ended: false } });
  const page = organisationPage(toPage(context, c), { shown, claims, isCodeWrong });
  return c.html(page, isCodeWrong ? 422 : 200);
}
