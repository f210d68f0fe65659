import type { Actor } from "../domain/access/actor.ts";
import type { Registration } from "../domain/registration/registration.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { readAs } from "../store/read-as.ts";
import { findRegistration } from "../store/views/registrations.ts";
import { permit } from "./access/permit.ts";

/** One registration, for the house. Throws `not-found`. */
export async function showRegistration({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly actor: Actor; readonly id: string };
}): Promise<Registration> {
  const { actor, id } = input;
  permit(actor, "register.read", "everybody");
  const found = await readAs(context.sql, actor, (sql) => findRegistration(sql, { id }));
  if (found === null) throw new AppError("not-found", "There is no such registration.");
  return found;
}
