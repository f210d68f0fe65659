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
    readonly limit: number;
  };
}): Promise<RelationStep[]> {
  const { actor, ...filters } = input;
  const { organisation } = filters;
  permit(actor, "register.read", organisation === null ? undefined : { organisation });
  return readAs(context.sql, actor, (sql) => list(sql, filters));
}
