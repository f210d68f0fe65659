import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { AppError } from "../platform/errors.ts";
import type { KeptRelation } from "../store/relations.ts";
import { settleVouching } from "./members/settle-vouching.ts";
import { getSide } from "./relations/get-side.ts";
import { moveRelations } from "./relations/move-relations.ts";
import type { RelationContext } from "./relations/relation-context.ts";

/**
 * An organisation's consent to a relation that the other asked for, typed by an administrator of it; somebody of the
 * house records one on paper, with a reference. With the second consent it is in force, and decisions count with it from
 * that instant. Throws `not-found` also for relations of others, `conflict` where it is over.
 */
export async function consentRelation({
  context,
  input,
}: {
  readonly context: RelationContext;
  readonly input: {
    readonly actor: Actor;
    readonly id: string;
    /** For which of the two. */
    readonly organisation: OrganisationId;
    readonly informed: boolean;
    readonly reference: string | null;
  };
}): Promise<KeptRelation> {
  const { actor, id, informed, reference } = input;
  const { side } = await getSide(context.sql, input);
  const [moved] = await moveRelations(context, {
    events: new Map([[id, { kind: "consented", side, informed }]]),
    vouches: new Map(),
    actor,
    act: "relation.consent",
    side,
    about: null,
    reference,
    asked: [],
    alongside: null,
  });
  if (moved === undefined) throw new AppError("not-found", "There is no such relation.");
  const { relation, news } = moved;
  if (news === "active" && relation.vouches.length > 0) {
    await settleVouching(context, {
      intermediary: relation.intermediary,
      vouches: new Map([[relation.member, relation.vouches]]),
      actor,
      askedBy: relation.consentedBy.intermediary ?? actor.name,
    });
  }
  if (relation.standing.state !== "ended") return relation;
  throw new AppError("conflict", "This relation is over.", { remedy: "Ask for it again." });
}
