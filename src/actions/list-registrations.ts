import type { Actor } from "../domain/access/actor.ts";
import type { Registration } from "../domain/registration/registration.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import { listRegistrations as list } from "../store/views/registrations.ts";
import { permit } from "./access/permit.ts";

/** Registrations that wait for somebody, the longest first; `all`: the others as well. For the house. */
export async function listRegistrations({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly actor: Actor; readonly all: boolean };
}): Promise<Registration[]> {
  permit(input.actor, "register.read", "everybody");
  return readAs(context.sql, input.actor, (sql) => list(sql, { all: input.all }));
}
