import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import { listRelationSteps as list, type RelationStep } from "../store/views/relation-steps.ts";
import { permit } from "./access/permit.ts";

/** What intermediaries did about their members and the other way round (T15): of others than the house their own. */
export async function listRelationSteps({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: {
    readonly actor: Actor;
    readonly organisation: OrganisationId | null;
    /** With `organisation` as the member, only those with this intermediary. */
    readonly intermediary: OrganisationId | null;
    readonly limit: number;
  };
}): Promise<RelationStep[]> {
  const { actor, ...filters } = input;
  // What others than the house see the database says: an intermediary names its member, and the other way round.
  permit(actor, "register.read");
  return readAs(context.sql, actor, (sql) => list(sql, filters));
}
