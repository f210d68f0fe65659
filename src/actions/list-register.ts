import type { Actor } from "../domain/access/actor.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import { listRegisterEntries, type RegisterEntryView } from "../store/views/register-log.ts";
import { permit } from "./access/permit.ts";

/** What holds by the register now, with the ids by which it is ended; for the house. */
export async function listRegister({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly actor: Actor; readonly section: string | null };
}): Promise<RegisterEntryView[]> {
  permit(input.actor, "register.read", "everybody");
  return readAs(context.sql, input.actor, (sql) => listRegisterEntries(sql, input.section));
}
