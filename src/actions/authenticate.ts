import type { Actor } from "../domain/access/actor.ts";
import { type AccessContext, findHolder } from "./access/find-holder.ts";
import { hashWord } from "./access/hash-word.ts";

/** Who shows this word; null when it lets nobody in. How long the answer takes says nothing about the word. */
export async function authenticate({
  context,
  input,
}: {
  readonly context: AccessContext;
  readonly input: { readonly word: string };
}): Promise<Actor | null> {
  return findHolder(context, hashWord(input.word));
}
