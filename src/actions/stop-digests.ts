import { strangerActor } from "../domain/access/actor.ts";
import type { Language } from "../domain/finding/finding-type.ts";
import type { Kind } from "../domain/finding/kind.ts";
import { kindsOfBits, stopPurpose } from "../domain/notification/stop-link.ts";
import { wholeScope } from "../domain/world/silence.ts";
import { AppError } from "../platform/errors.ts";
import { deriveKey } from "../platform/master-key.ts";
import { readStopToken } from "../platform/stop-token.ts";
import { findMailedTo } from "../store/notifications.ts";
import { putSuppressions, type SuppressionContext } from "./suppressions/put-suppressions.ts";

/** What a link stops. */
export type StopLink = { readonly kinds: readonly Kind[]; readonly language: Language };

/**
 * Stops the digests that a link in one of our mails is for, at once and without a question (RFC 8058); done twice it
 * changes nothing more. Whoever has the link has the mail. What goes in the lane now goes all the same.
 *
 * Throws `not-found` for a token that we did not give out.
 */
export async function stopDigests({
  context,
  input,
}: {
  readonly context: SuppressionContext;
  readonly input: { readonly token: string };
}): Promise<StopLink> {
  const { address, kinds, language } = await readLink(context, input.token);
  const reason = "one-click unsubscribe";
  const asked = kinds.map((kind) => {
    return { address, scope: { ...wholeScope, kind, digestsOnly: true }, until: null, reason };
  });
  await putSuppressions(context, strangerActor, "one-click", asked);
  return { kinds, language };
}

/** What a link would stop; changes nothing. Throws `not-found` for a token that we did not give out. */
export async function showStopLink({
  context,
  input,
}: {
  readonly context: SuppressionContext;
  readonly input: { readonly token: string };
}): Promise<StopLink> {
  const { kinds, language } = await readLink(context, input.token);
  return { kinds, language };
}

async function readLink({ sql, masterKey }: SuppressionContext, token: string) {
  const read = readStopToken(deriveKey(masterKey, stopPurpose), token);
  const mailed = read === null ? null : await findMailedTo(sql, read.id);
  const kinds = read === null ? null : kindsOfBits(read.bits);
  if (read === null || mailed === null || kinds === null || !read.isFor(mailed.address)) {
    throw new AppError("not-found", "This link stops nothing.", {
      remedy: "Answer the mail: somebody reads it.",
    });
  }
  return { ...mailed, kinds };
}
