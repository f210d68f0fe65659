import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import {
  type InvitationListEntry,
  listInvitations as list,
} from "../store/views/invitation-list.ts";
import { permit } from "./access/permit.ts";

/** Whom member lists named and nobody knows, for an operator to invite; an intermediary sees those of its own lists. */
export async function listInvitations({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly actor: Actor; readonly intermediary: OrganisationId | null };
}): Promise<InvitationListEntry[]> {
  const { actor, intermediary } = input;
  permit(
    actor,
    "register.read",
    intermediary === null ? undefined : { organisation: intermediary },
  );
  return readAs(context.sql, actor, (sql) => list(sql, { intermediary }));
}
