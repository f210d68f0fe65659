import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { AppError } from "../platform/errors.ts";
import type { KeptRelation } from "../store/relations.ts";
import { endForsaken } from "./members/end-forsaken.ts";
import { getSide } from "./relations/get-side.ts";
import { moveRelations } from "./relations/move-relations.ts";
import type { RelationContext } from "./relations/relation-context.ts";

/**
 * Ends a relation by the word of either side, at once or at a date, or declines one that was asked for. Throws
 * `not-found` also for relations of others.
 */
export async function endRelation({
  context,
  input,
}: {
  readonly context: RelationContext;
  readonly input: {
    readonly actor: Actor;
    readonly id: string;
    /** For which of the two. */
    readonly organisation: OrganisationId;
    /** Null: at once. */
    readonly at: Date | null;
    readonly reference: string | null;
  };
}): Promise<KeptRelation> {
  const { actor, id, at, reference } = input;
  const { side } = await getSide(context.sql, input);
  const event =
    at === null
      ? ({ kind: "ended", side } as const)
      : ({ kind: "dated", untilMs: at.getTime() } as const);
  const [moved] = await moveRelations(context, {
    events: new Map([[id, event]]),
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
  if (moved.news === "ended") await endForsaken(context, actor);
  return moved.relation;
}
