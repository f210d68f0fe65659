import { randomBytes } from "node:crypto";
import { insertSession } from "../store/portal-sessions.ts";
import { type AccessContext, findHolder } from "./access/find-holder.ts";
import { hashWord } from "./access/hash-word.ts";

/** Begins a session of whoever shows this word; the id is for the cookie and known to nobody else. Null: nobody is let in. */
export async function signIn({
  context,
  input,
}: {
  readonly context: AccessContext;
  readonly input: { readonly word: string };
}): Promise<string | null> {
  const wordHash = hashWord(input.word);
  if ((await findHolder(context, wordHash)) === null) return null;
  const id = randomBytes(32).toString("base64url");
  await insertSession(context.sql, { idHash: hashWord(id), wordHash, beganAt: context.clock() });
  return id;
}
