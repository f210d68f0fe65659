import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import { type ContactKeyEntry, listContactKeys } from "../store/views/contact-key-list.ts";
import { permit } from "./access/permit.ts";

/** Keys of the contacts of an organisation, those in use first, ended ones too. */
export async function showContactKeys({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly actor: Actor; readonly organisation: OrganisationId };
}): Promise<ContactKeyEntry[]> {
  const { actor, organisation } = input;
  permit(actor, "register.read", { organisation });
  return readAs(context.sql, actor, (sql) => listContactKeys(sql, organisation));
}
