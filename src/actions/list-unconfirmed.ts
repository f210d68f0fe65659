import type { Actor } from "../domain/access/actor.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import {
  listUnconfirmed as list,
  type UnconfirmedContact,
} from "../store/views/organisation-entry.ts";
import { permit } from "./access/permit.ts";

/** Contacts that were asked twice or more in vain whether somebody reads there; for the house. */
export async function listUnconfirmed({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly actor: Actor };
}): Promise<UnconfirmedContact[]> {
  permit(input.actor, "register.read", "everybody");
  return readAs(context.sql, input.actor, list);
}
