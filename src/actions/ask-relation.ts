import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { askedMs, askRelation as toAsked } from "../domain/relation/next-relation.ts";
import type { RelationSide } from "../domain/relation/relation-standing.ts";
import { toSqlState, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { appendAudit } from "../store/audit.ts";
import { queueNotices } from "../store/notices.ts";
import { countAsked, insertRelationChanges, saveRelations } from "../store/relations.ts";
import { permit } from "./access/permit.ts";
import { checkReference } from "./relations/get-side.ts";
import type { RelationContext } from "./relations/relation-context.ts";
import { toRelationNotices } from "./relations/relation-notices.ts";

export type AskRelationInput = {
  readonly actor: Actor;
  /** As which of the two the actor speaks. */
  readonly side: RelationSide;
  readonly member: OrganisationId;
  readonly intermediary: OrganisationId;
  /** Consents that the intermediary is informed of what its member is told directly. */
  readonly informed: boolean;
  /** Null: open. */
  readonly until: Date | null;
  /** Of what the house records: where it is kept. */
  readonly reference: string | null;
};

/** What was asked; the same whether the other is known or not. */
export type AskedRelation = {
  readonly id: string;
  readonly member: OrganisationId;
  readonly intermediary: OrganisationId;
  /** The other has to consent before this instant. */
  readonly until: Date;
};

/** More requests than this wait of nobody who means it. */
const mostAsked = 500;

/**
 * Asks for a relation, which is the consent of one side; it holds once the other has consented too, and never by
 * silence. Throws `conflict` where one between the two is open already.
 */
export async function askRelation({
  context,
  input,
}: {
  readonly context: RelationContext;
  readonly input: AskRelationInput;
}): Promise<AskedRelation> {
  const { actor, side, member, intermediary, informed, until, reference } = input;
  const own = input[side];
  permit(actor, "relation.consent", { organisation: own });
  checkReference(actor, reference);
  const at = context.clock();
  if (member === intermediary)
    throw new AppError("input-refused", "Nobody serves itself by a relation.");
  if (until !== null && until <= at) throw new AppError("input-refused", "That date has passed.");
  const { world } = await context.readBasis();
  const speaker = world.organisations.find(({ id }) => id === own);
  if (speaker === undefined) throw new AppError("not-found", `There is no organisation ${own}.`);
  if (side === "intermediary" && !speaker.roles.includes("intermediary")) {
    throw new AppError("input-refused", `${own} is no intermediary.`, {
      remedy: "An operator can give it that role.",
    });
  }
  const standing = toAsked(side, { informed, untilMs: until?.getTime() ?? null }, at.getTime());
  const consentedBy = { member: null, intermediary: null, [side]: actor.name };
  const id = newUuid(at.getTime());
  const relation = { id, member, intermediary, standing };
  await transaction(context.sql, async (sql) => {
    if ((await countAsked(sql, side, own)) >= mostAsked) {
      throw new AppError(
        "conflict",
        `${mostAsked} requests of ${own} wait for an answer already.`,
        {
          remedy: "Wait for answers, or hand in a member list.",
        },
      );
    }
    const kept = { ...relation, askedAt: at, askedBy: actor.name, consentedBy, vouches: [] };
    await saveRelations(sql, [kept]).catch((error: unknown) => {
      if (toSqlState(error) !== "23505") throw error;
      throw new AppError("conflict", "A relation between the two is open already.", {
        remedy: "Look at it with `meldpunt relation list`; consent to it if it waits for you.",
      });
    });
    const { state, reason } = standing;
    const change = { relation: id, at, actor: actor.name, side, what: "asked" };
    await insertRelationChanges(sql, [{ ...change, state, reason, reference }]);
    const notices = toRelationNotices(context, world, relation, "asked");
    await queueNotices(sql, notices, { at, domain: context.instance.sender.returnPathDomain });
    const detail = { what: "asked", side, intermediary, informed, reference };
    await appendAudit(sql, {
      at,
      actor,
      act: "relation.consent",
      about: member,
      subject: id,
      detail,
    });
  });
  return {
    id,
    member,
    intermediary,
    until: new Date(standing.nextCheckMs ?? at.getTime() + askedMs),
  };
}
