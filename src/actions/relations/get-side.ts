import type { Actor } from "../../domain/access/actor.ts";
import type { OrganisationId } from "../../domain/ids.ts";
import type { RelationSide } from "../../domain/relation/relation-standing.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { findRelation, type KeptRelation } from "../../store/relations.ts";
import { permit } from "../access/permit.ts";

/**
 * The relation, and as which side of it `organisation` speaks, for which the actor may; else `not-found`, as when there
 * is none. What somebody of the house says for others needs a reference: `wrong-usage` without.
 */
export async function getSide(
  sql: Sql,
  {
    actor,
    id,
    organisation,
    reference,
  }: {
    readonly actor: Actor;
    readonly id: string;
    readonly organisation: OrganisationId;
    readonly reference: string | null;
  },
): Promise<{ readonly relation: KeptRelation; readonly side: RelationSide }> {
  permit(actor, "relation.consent", { organisation });
  checkReference(actor, reference);
  const relation = await findRelation(sql, id);
  if (relation?.member === organisation) return { relation, side: "member" };
  if (relation?.intermediary === organisation) return { relation, side: "intermediary" };
  throw new AppError("not-found", "There is no such relation.");
}

/** An organisation speaks for itself; what the house records for it lies somewhere on paper. */
export function checkReference(actor: Actor, reference: string | null): void {
  if (reference !== null && reference.length > 500) {
    throw new AppError("wrong-usage", "A reference has 500 signs at most.");
  }
  if (actor.kind !== "house" || (reference !== null && reference.trim() !== "")) return;
  throw new AppError("wrong-usage", "Whoever records the word of others says where it is kept.", {
    remedy: "Give a reference: the date and place of the letter, for example.",
  });
}
