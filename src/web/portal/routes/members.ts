import type { Context } from "hono";
import { consentRelation } from "../../../actions/consent-relation.ts";
import { endRelation } from "../../../actions/end-relation.ts";
import { listRelationSteps } from "../../../actions/list-relation-steps.ts";
import { listRelations } from "../../../actions/list-relations.ts";
import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { showMembers } from "../../../actions/show-members.ts";
import type { Actor } from "../../../domain/access/actor.ts";
import { may } from "../../../domain/access/may.ts";
import type { RelationSide } from "../../../domain/relation/relation-standing.ts";
import { AppError } from "../../../platform/errors.ts";
import type { RelationListEntry } from "../../../store/views/relation-list.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import { membersPage } from "../pages/members-page.ts";
import { relationPage } from "../pages/relation-page.ts";
import { getUuid } from "../path-values.ts";

const stepsShown = 100;

/** Who serves whom, and each relation with the forms of who may speak for a side of it. */
export function addMemberPages(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  portal.get("/members", async (c) => {
    const { actor } = c.var;
    const shown = await showMembers({ context, input: { actor } });
    const own = actor.kind === "member" ? actor.organisation : null;
    const data = { ...shown, own, names: await readNames() };
    return c.html(membersPage(toPage(context, c), data));
  });
  portal.get("/members/:id", (c) => showOne(context, c, readNames, false));
  portal.post("/members/:id", async (c) => {
    const { actor } = c.var;
    const relation = await getRelation(context, c);
    const side = findSide(actor, relation);
    if (side === null) throw new AppError("not-found", "There is no such relation.");
    const form = await c.req.parseBody();
    const isConsent = form.word === "consent";
    // The browser asks for the tick too; this is for those that do not.
    if (form[isConsent ? "sure" : "sure-end"] !== "yes")
      return showOne(context, c, readNames, true);
    const said = { actor, id: relation.id, organisation: relation[side], reference: null };
    if (isConsent) {
      await consentRelation({ context, input: { ...said, informed: form.informed === "yes" } });
    } else {
      await endRelation({ context, input: { ...said, at: null } });
    }
    return c.redirect(`/members/${relation.id}`, 303);
  });
}

/** The house records what others say with a reference, by command line: it does not speak here. */
function findSide(actor: Actor, relation: RelationListEntry): RelationSide | null {
  if (actor.kind !== "member") return null;
  const side = relation.member === actor.organisation ? "member" : "intermediary";
  return may(actor, "relation.consent", { organisation: relation[side] }) ? side : null;
}

async function getRelation(context: WebContext, c: Context<WebEnv>): Promise<RelationListEntry> {
  const id = getUuid(c.req.param("id") ?? "");
  const input = { actor: c.var.actor, organisation: null, ended: true, id };
  const [found] = await listRelations({ context, input });
  if (found !== undefined) return found;
  throw new AppError("not-found", "There is no such relation.");
}

async function showOne(
  context: WebContext,
  c: Context<WebEnv>,
  readNames: OrganisationNames,
  unchecked: boolean,
): Promise<Response> {
  const { actor } = c.var;
  const relation = await getRelation(context, c);
  const { member, intermediary } = relation;
  const input = { actor, organisation: member, intermediary, limit: stepsShown };
  const steps = await listRelationSteps({ context, input });
  const side = findSide(actor, relation);
  const data = { relation, steps, names: await readNames(), side, unchecked };
  return c.html(relationPage(toPage(context, c), data), unchecked ? 422 : 200);
}
