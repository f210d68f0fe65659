import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import { listRelations as list, type RelationListEntry } from "../store/views/relation-list.ts";
import { permit } from "./access/permit.ts";

/** Who serves whom: of the house all or those of one organisation, of others those that they are a side of. */
export async function listRelations({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: {
    readonly actor: Actor;
    readonly organisation: OrganisationId | null;
    readonly ended: boolean;
    /** Only this one; null: all. */
    readonly id: string | null;
  };
}): Promise<RelationListEntry[]> {
  const { actor, ...filters } = input;
  const { organisation } = filters;
  permit(actor, "register.read", organisation === null ? undefined : { organisation });
  return readAs(context.sql, actor, (sql) => list(sql, filters));
}
