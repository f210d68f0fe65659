import type { Actor } from "../domain/access/actor.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import { listRegisterChanges, type RegisterLogEntry } from "../store/views/register-log.ts";
import { permit } from "./access/permit.ts";

/** Changes of the register, the latest first; for the house. */
export async function readRegisterLog({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: {
    readonly actor: Actor;
    readonly about: string | null;
    readonly limit: number;
  };
}): Promise<RegisterLogEntry[]> {
  permit(input.actor, "register.read", "everybody");
  return readAs(context.sql, input.actor, (sql) => listRegisterChanges(sql, input));
}
