import type { Actor } from "../domain/access/actor.ts";
import { findSessionWord } from "../store/portal-sessions.ts";
import { type AccessContext, findHolder } from "./access/find-holder.ts";
import { hashWord } from "./access/hash-word.ts";

/** Whose session it is; null when it is over, or the token that opened it is. Being asked keeps it alive. */
export async function resumeSession({
  context,
  input,
}: {
  readonly context: AccessContext;
  readonly input: { readonly id: string };
}): Promise<Actor | null> {
  const word = await findSessionWord(context.sql, hashWord(input.id), context.clock());
  return word === null ? null : findHolder(context, word);
}
