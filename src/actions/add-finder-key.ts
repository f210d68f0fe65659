import type { Actor } from "../domain/access/actor.ts";
import type { FinderId } from "../domain/ids.ts";
import { transaction } from "../platform/database.ts";
import { type PublicKey, readPublicKey } from "../platform/detached-signature.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { insertFinderKey } from "../store/finders.ts";
import { permit } from "./access/permit.ts";
import type { FinderContext } from "./finders/finder-context.ts";

/**
 * Gives a finder a key to sign with, of the register or of the world file. Only a vetter does, who has compared the
 * fingerprint by another way: whoever stole a token could else sign with a key of its own.
 *
 * Throws `input-refused` for what is no public key, `conflict` where it has the key, or had it and it was revoked.
 */
export async function addFinderKey({
  context,
  input,
}: {
  readonly context: Pick<FinderContext, "sql" | "clock">;
  readonly input: { readonly actor: Actor; readonly finder: FinderId; readonly armored: string };
}): Promise<Omit<PublicKey, "armored">> {
  const { actor, finder } = input;
  permit(actor, "finder.vet", "everybody");
  const at = context.clock();
  const { fingerprint, armored, expiresAt } = await readPublicKey(input.armored, at);
  await transaction(context.sql, async (sql) => {
    const key = { finder, fingerprint, armored, expiresAt, at, by: actor.name };
    if (!(await insertFinderKey(sql, key))) {
      throw new AppError("conflict", `${finder} has the key ${fingerprint}, or it was revoked.`);
    }
    const detail = { added: fingerprint };
    const act = "finder.vet" as const;
    await appendAudit(sql, { at, actor, act, about: finder, subject: fingerprint, detail });
  });
  return { fingerprint, expiresAt };
}
