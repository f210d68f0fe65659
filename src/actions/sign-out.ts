import type { Sql } from "../platform/database.ts";
import { deleteSession } from "../store/portal-sessions.ts";
import { hashWord } from "./access/hash-word.ts";

/** Ends a session. */
export async function signOut({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly id: string };
}): Promise<void> {
  await deleteSession(context.sql, hashWord(input.id));
}
